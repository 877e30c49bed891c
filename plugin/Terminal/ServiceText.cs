using System.Text;
using System.Text.Json;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>A service's name as it can be printed, made once.</summary>
/// <param name="Cell">For a table: without what steers a terminal, cut to its column.</param>
/// <param name="Columns">How many columns that takes.</param>
/// <param name="Json">The whole name.</param>
/// <param name="JsonKind">The word for its kind.</param>
internal sealed record ServiceText(byte[] Cell, int Columns, JsonEncodedText Json, JsonEncodedText JsonKind)
{
    public static ServiceText Of(Service service, int columns)
    {
        string cell = PlainText.Of(service.Name, columns);
        return new ServiceText(
            Encoding.UTF8.GetBytes(cell),
            PlainText.Width(cell),
            JsonEncodedText.Encode(Encoding.UTF8.GetBytes(service.Name)), // half a pair comes as U+FFFD
            JsonEncodedText.Encode(Words<ServiceKind>.Of(service.Kind)));
    }
}
