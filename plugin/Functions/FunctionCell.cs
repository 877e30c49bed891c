using System.Text.Json;

namespace TcpResets.Functions;

/// <summary>Writes what a column says of a row.</summary>
internal delegate void FunctionCell(Utf8JsonWriter json, in FunctionRow row);
