using System.Text.Json;

namespace TcpResets.Functions;

/// <summary>
/// A column of the answer, in the words of Netdata's tables (plugins.d/FUNCTION_UI_REFERENCE.md). Users' saved views rest on its id.
/// </summary>
internal sealed record FunctionColumn(string Id, string Name, string Type, FunctionCell Write)
{
    public string Visualization { get; init; } = "value";

    /// <summary>Null if it has none.</summary>
    public string? Units { get; init; }

    public string Transform { get; init; } = "none";

    public int DecimalPoints { get; init; }

    /// <summary>How the dashboard makes one value of those of a group.</summary>
    public string Summary { get; init; } = "count";

    public string Filter { get; init; } = "multiselect";

    public string Sort { get; init; } = "ascending";

    public bool IsUniqueKey { get; init; }

    public bool IsVisible { get; init; } = true;

    /// <summary>Whether it stays where it is when the table is moved sideways.</summary>
    public bool IsSticky { get; init; }

    public bool IsWide { get; init; }

    /// <summary>Whether it tells the dashboard of the row, and is no column that one sees.</summary>
    public bool IsOfTheRow { get; init; }

    /// <summary>Describes it, as a member of the object of all columns.</summary>
    /// <param name="json">What is written to.</param>
    /// <param name="index">Its place in each row.</param>
    /// <param name="most">The length of the longest bar, if it shows bars.</param>
    public void Describe(Utf8JsonWriter json, int index, double most)
    {
        json.WriteStartObject(Id);
        json.WriteNumber("index", index);
        json.WriteBoolean("unique_key", IsUniqueKey);
        json.WriteString("name", Name);
        json.WriteBoolean("visible", IsVisible);
        json.WriteString("type", Type);
        if (Units is not null)
        {
            json.WriteString("units", Units);
        }

        json.WriteString("visualization", Visualization);
        json.WriteStartObject("value_options");
        if (Units is not null)
        {
            json.WriteString("units", Units);
        }

        json.WriteString("transform", Transform);
        json.WriteNumber("decimal_points", DecimalPoints);
        json.WriteNull("default_value");
        json.WriteEndObject();
        if (Visualization == "bar")
        {
            json.WriteNumber("max", most);
        }

        json.WriteString("sort", Sort);
        json.WriteBoolean("sortable", !IsOfTheRow);
        json.WriteBoolean("sticky", IsSticky);
        json.WriteString("summary", Summary);
        json.WriteString("filter", Filter);
        json.WriteBoolean("full_width", IsWide);
        json.WriteBoolean("wrap", value: false);
        json.WriteBoolean("default_expanded_filter", value: false);
        if (IsOfTheRow)
        {
            json.WriteBoolean("dummy", value: true);
        }

        json.WriteEndObject();
    }
}
