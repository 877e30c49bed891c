using System.Text.RegularExpressions;

namespace TcpResets.Tests.Health;

/// <summary>Cuts an expression into its words: numbers, variables, operators and parentheses.</summary>
internal static partial class ExpressionTokens
{
    /// <summary>The words of an expression. Operators are those that Netdata prints, whichever way they are written.</summary>
    /// <exception cref="FormatException">Something stands there that no agent understands.</exception>
    public static IReadOnlyList<string> Of(string expression)
    {
        List<string> tokens = [];
        for (int i = 0; i < expression.Length;)
        {
            Match match = Token().Match(expression, i);
            if (!match.Success)
            {
                throw new FormatException($"not understood: {expression[i..]}");
            }

            i += match.Length;
            string token = match.Value.Trim();
            if (token.Length > 0)
            {
                tokens.Add(token.ToUpperInvariant() switch
                {
                    "AND" => "&&",
                    "OR" => "||",
                    "NOT" => "!",
                    "=" => "==",
                    "ABS" => "abs(",
                    _ => token,
                });
            }
        }

        return tokens;
    }

    // A word must be followed by what isoperatorterm_word() in the agent's eval.c takes. After AND the agent jumps over four
    // characters, which eats a parenthesis: hence a blank is demanded there.
    [GeneratedRegex(
        @"\G(?:\s+|\$\{[^}]+\}|\$[A-Za-z0-9._]+|\d+(?:\.\d*)?|nan\b|(?:AND(?=\s)|(?:OR|NOT)(?=[\s($!+\-\d]))|ABS(?=\()"
        + @"|&&|\|\||>=|<=|==|!=|[<>=!+\-*/?:()])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
