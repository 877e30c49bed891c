using System.Globalization;

namespace TcpResets.Tests.Health;

/// <summary>A part of a parsed expression: an operator with its operands, a number, or a variable.</summary>
/// <param name="Operator">The sign that Netdata prints for it; empty for parentheses, for a number and for a variable.</param>
/// <param name="Operands">One to three; none for a number and a variable. A parser may put another in place of one.</param>
internal sealed record ExpressionNode(string Operator, params ExpressionNode[] Operands)
{
    private double Number { get; init; }

    private string? Variable { get; init; }

    public static ExpressionNode OfNumber(double number) => new("") { Number = number };

    public static ExpressionNode OfVariable(string name) => new("") { Variable = name };

    /// <summary>The value as in Netdata's eval.c: what is compared with nan is false, what is computed with nan is nan.</summary>
    /// <param name="variable">Gives a variable's value; nan for one that is not there.</param>
    public double Evaluate(Func<string, double> variable) => Operator switch
    {
        "" when Operands.Length == 1 => Value(0, variable),
        "" => Variable is null ? Number : variable(Variable),
        "&&" => Truth(IsTrue(Value(0, variable)) && IsTrue(Value(1, variable))),
        "||" => Truth(IsTrue(Value(0, variable)) || IsTrue(Value(1, variable))),
        "!" => Truth(!IsTrue(Value(0, variable))),
        "?" => Value(IsTrue(Value(0, variable)) ? 1 : 2, variable),
        ">" => Truth(Value(0, variable) > Value(1, variable)),
        ">=" => Truth(Value(0, variable) >= Value(1, variable)),
        "<" => Truth(Value(0, variable) < Value(1, variable)),
        "<=" => Truth(Value(0, variable) <= Value(1, variable)),
        "==" => Truth(AreEqual(Value(0, variable), Value(1, variable))),
        "!=" => Truth(!AreEqual(Value(0, variable), Value(1, variable))),
        "+" when Operands.Length == 1 => Value(0, variable),
        "-" when Operands.Length == 1 => -Value(0, variable),
        "+" => Value(0, variable) + Value(1, variable),
        "-" => Value(0, variable) - Value(1, variable),
        "*" => Value(0, variable) * Value(1, variable),
        "/" => Value(0, variable) / Value(1, variable),
        "abs(" => Math.Abs(Value(0, variable)),
        _ => throw new InvalidOperationException($"no operator: {Operator}"),
    };

    /// <summary>As the agent's API shows what it has understood, in <c>warn_parsed</c> (print_parsed_as_node()).</summary>
    public override string ToString() => (Operator, Operands) switch
    {
        (_, []) when Variable is not null => $"${{{Variable}}}",
        (_, []) => Number.ToString("0.#######", CultureInfo.InvariantCulture).Replace("NaN", "nan", StringComparison.Ordinal),
        ("abs(", [var a]) => $"abs({a})",
        (_, [var a]) => Operator + a,
        (_, [var a, var b]) => $"({a} {Operator} {b})",
        (_, [var a, var b, var c]) => $"({a} {Operator} {b} : {c})",
        _ => throw new InvalidOperationException($"{Operands.Length} operands"),
    };

    private static bool IsTrue(double value) => !double.IsNaN(value) && value != 0;

    private static double Truth(bool value) => value ? 1 : 0;

    // Equal to nan is nan, as IEEE 754 has it not; elsewhere within 1/10,000,000 (considered_equal_ndd()).
    private static bool AreEqual(double a, double b) =>
        (double.IsNaN(a) && double.IsNaN(b)) || (double.IsInfinity(a) && double.IsInfinity(b)) || Math.Abs(a - b) < 1e-7;

    private double Value(int operand, Func<string, double> variable) => Operands[operand].Evaluate(variable);
}
