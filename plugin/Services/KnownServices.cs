using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>One object for all services that are equal, so that whoever has many refers to few.</summary>
internal sealed class KnownServices
{
    private const int Most = 2 * ServiceDirectory.Capacity;

    private readonly Dictionary<Service, Service> services = [];

    /// <summary>The one that stands for it.</summary>
    public Service Same(Service service)
    {
        if (services.TryGetValue(service, out Service? known))
        {
            return known;
        }

        if (services.Count >= Most)
        {
            services.Clear(); // whoever compares by value does not notice
        }

        services.Add(service, service);
        return service;
    }
}
