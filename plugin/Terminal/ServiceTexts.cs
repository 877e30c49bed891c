using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>Keeps the texts of services, a bounded number of them.</summary>
internal sealed class ServiceTexts(int columns)
{
    private const int Most = 4096;

    private readonly Dictionary<Service, ServiceText> texts = new(ReferenceEqualityComparer.Instance);

    public ServiceText Of(Service service)
    {
        if (!texts.TryGetValue(service, out ServiceText? text))
        {
            if (texts.Count == Most)
            {
                texts.Clear();
            }

            text = ServiceText.Of(service, columns);
            texts.Add(service, text);
        }

        return text;
    }
}
