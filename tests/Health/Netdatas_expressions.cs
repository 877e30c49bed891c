using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

/// <summary>The evaluator that the replay rests on. The rows follow eval.c of Netdata 1.44.3 and parser.y of 2.9.0.</summary>
public sealed class Netdatas_expressions
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("7 - 2 - 1", 4)]
    [InlineData("8 / 2 / 2", 2)]
    [InlineData("-2 + 5", 3)]
    [InlineData("abs(2 - 5)", 3)]
    [InlineData("!0 + 1", 2)]
    [InlineData("NOT 3", 0)]
    [InlineData("not (1 > 2)", 1)]
    [InlineData("1 AND 0 OR 1", 1)]
    [InlineData("1 OR 1 AND 0", 0, "AND and OR bind alike, from left to right")]
    [InlineData("2 >= 2 && 2 <= 2 && 3 > 2 && 2 < 3 && 2 != 3 && 2 = 2 && 2 == 2", 1)]
    [InlineData("(1 > 2) ? (5) : (6)", 6)]
    [InlineData("$this * 2", 84)]
    [InlineData("${this} / 4", 10.5)]
    public void are_computed(string expression, double value, string why = "")
    {
        ExpressionParser.ReadAsOldAgents(expression).Evaluate(Variable).Should().Be(value, why);
        ExpressionParser.ReadAsNewAgents(expression).Evaluate(Variable).Should().Be(value, why);
    }

    [Theory]
    [InlineData("$missing > 1", 0)]
    [InlineData("$missing <= 1", 0)]
    [InlineData("$missing == 1", 0)]
    [InlineData("$missing != 1", 1)]
    [InlineData("$missing == nan", 1)]
    [InlineData("(2 * $missing) > 0", 0)]
    [InlineData("NOT ($missing <= 1)", 1)]
    [InlineData("$missing AND 1", 0)]
    [InlineData("$missing OR 1", 1)]
    public void take_what_is_not_there_for_nan_and_what_is_compared_with_nan_for_false(string expression, double value)
    {
        ExpressionParser.ReadAsOldAgents(expression).Evaluate(Variable).Should().Be(value);
        ExpressionParser.ReadAsNewAgents(expression).Evaluate(Variable).Should().Be(value);
    }

    [Theory]
    [InlineData("1 > 0 ? 5 : 6", "(1 > (0 ? 5 : 6))", "((1 > 0) ? 5 : 6)")]
    [InlineData("1 OR 2 > 3 * 4", "(1 || ((2 > 3) * 4))", "(1 || (2 > (3 * 4)))")]
    [InlineData("2 == 3 > 4", "((2 == 3) > 4)", "(2 == (3 > 4))")]
    public void mean_different_things_to_old_and_new_agents_without_parentheses(string expression, string old, string grammar)
    {
        ExpressionParser.ReadAsOldAgents(expression).ToString().Should().Be(old);
        ExpressionParser.ReadAsNewAgents(expression).ToString().Should().Be(grammar);
    }

    [Theory]
    [InlineData("1 +")]
    [InlineData("(1")]
    [InlineData("1)")]
    [InlineData("1 2")]
    [InlineData("1 AND(2)")]
    [InlineData("1 & 2")]
    [InlineData("1 ? 2")]
    public void that_an_agent_would_not_take_are_refused(string expression)
    {
        ((Func<ExpressionNode>)(() => ExpressionParser.ReadAsOldAgents(expression))).Should().Throw<FormatException>();
        ((Func<ExpressionNode>)(() => ExpressionParser.ReadAsNewAgents(expression))).Should().Throw<FormatException>();
    }

    private static double Variable(string name) => name == "this" ? 42 : double.NaN;
}
