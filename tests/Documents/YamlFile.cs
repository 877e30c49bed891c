using System.Text.Json;

namespace TcpResets.Tests.Documents;

/// <summary>A YAML file of the plugin's, as JSON: read by Debian's parser for Python, since nothing else here needs one.</summary>
internal static class YamlFile
{
    private const string ToJson = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)";

    /// <summary>Reads it.</summary>
    public static JsonElement Read(params string[] path) => JsonDocument.Parse(
        Command.Output("/usr/bin/python3", "-c", ToJson, Path.Join([Repository.Root, .. path]))).RootElement;

    /// <summary>The members of a list, or none where there is no such list.</summary>
    public static JsonElement[] List(this JsonElement from, params string[] names)
    {
        foreach (string name in names)
        {
            if (!from.TryGetProperty(name, out from))
            {
                return [];
            }
        }

        return [.. from.EnumerateArray()];
    }

    /// <summary>A text, or what a number or a truth value is written as; empty where there is none.</summary>
    public static string Word(this JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
}
