namespace TcpResets.Tests.Support;

/// <summary>Holds documents against a schema of the tests', with Debian's jsonschema for Python.</summary>
internal static class JsonSchema
{
    private const string Validate = """
        import json, sys
        from jsonschema import Draft202012Validator
        schema = json.load(open(sys.argv[1]))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for line in sys.stdin:
            wrong = next(validator.iter_errors(json.loads(line)), None)
            while wrong is not None and wrong.context:
                wrong = max(wrong.context, key=lambda each: len(each.absolute_path))
            print("" if wrong is None else f"{wrong.json_path}: {wrong.message[:200]}")
        """;

    /// <summary>What is wrong with each of some documents; empty where nothing is.</summary>
    /// <param name="schema">Below the directory of the tests.</param>
    /// <param name="documents">As JSON.</param>
    public static string[] Problems(string schema, params string[] documents)
    {
        string input = string.Concat(documents.Select(document => document.ReplaceLineEndings(" ") + "\n"));
        string path = Path.Join(Repository.Root, "tests", schema);
        return Command.Output("/usr/bin/python3", ["-c", Validate, path], patience: null, input).Split('\n')[..^1];
    }
}
