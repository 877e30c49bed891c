using System.Globalization;

namespace TcpResets.Tests.Health;

/// <summary>
/// Reads an expression as Netdata's agents do. There are two parsers in the world, which disagree where parentheses are missing:
/// the old one, written by hand (all of 1.x; parse_rest_of_expression() in libnetdata/eval/eval.c), and the grammar of newer
/// 2.x (libnetdata/eval/re2c_lemon/parser.y).
/// </summary>
internal sealed class ExpressionParser
{
    private const int UnaryPrecedence = 6; // of the old parser: what stands alone binds tighter than all but the question mark
    private const int OperandPrecedence = 8;

    private readonly IReadOnlyList<string> tokens;
    private int position;

    private ExpressionParser(string expression) => tokens = ExpressionTokens.Of(expression);

    /// <summary>Reads as the agents up to 2.x do that have the old parser.</summary>
    /// <exception cref="FormatException">The agent would not take it.</exception>
    public static ExpressionNode ReadAsOldAgents(string expression) =>
        new ExpressionParser(expression).Whole(parser => parser.OldExpression());

    /// <summary>Reads as the agents do that have the grammar.</summary>
    /// <exception cref="FormatException">The agent would not take it.</exception>
    public static ExpressionNode ReadAsNewAgents(string expression) => new ExpressionParser(expression).Whole(parser => parser.Grammar(0));

    private ExpressionNode Whole(Func<ExpressionParser, ExpressionNode> read)
    {
        ExpressionNode node = read(this);
        return position == tokens.Count ? node : throw new FormatException($"what is '{tokens[position]}' to mean, word {position + 1}?");
    }

    private string? Peek => position < tokens.Count ? tokens[position] : null;

    private string Next() => Peek is null ? throw new FormatException("something is missing at the end") : tokens[position++];

    private void Expect(string token)
    {
        if (Next() != token)
        {
            throw new FormatException($"'{token}' expected at word {position}");
        }
    }

    private ExpressionNode OldExpression()
    {
        (ExpressionNode left, int leftPrecedence) = OldOperand();
        while (Peek is { } sign && OldPrecedence(sign) is var precedence and > 0)
        {
            position++;
            ExpressionNode right = OldOperand().Node;
            ExpressionNode[] operands = [left, right];
            if (sign == "?")
            {
                Expect(":");
                operands = [left, right, OldOperand().Node];
            }

            ExpressionNode node = new(sign, operands);
            if (precedence > leftPrecedence && left.Operands.Length == 2)
            {
                // It binds tighter than what was read before: it takes that one's right side, one level deep and no deeper.
                operands[0] = left.Operands[1];
                left.Operands[1] = node;
            }
            else
            {
                (left, leftPrecedence) = (node, precedence);
            }
        }

        return left;
    }

    private (ExpressionNode Node, int Precedence) OldOperand() => Next() switch
    {
        "(" => (InParentheses(OldExpression), OperandPrecedence),
        "abs(" => (new ExpressionNode("abs(", OldOperand().Node), UnaryPrecedence),
        "!" or "+" or "-" => (new ExpressionNode(tokens[position - 1], OldOperand().Node), UnaryPrecedence),
        var token => (Leaf(token), OperandPrecedence),
    };

    private ExpressionNode Grammar(int least)
    {
        ExpressionNode left = GrammarOperand();
        while (Peek is { } sign && GrammarPrecedence(sign) is var precedence and > 0 && precedence >= least)
        {
            position++;
            if (sign == "?")
            {
                ExpressionNode then = Grammar(0);
                Expect(":");
                left = new ExpressionNode(sign, left, then, Grammar(precedence));
            }
            else
            {
                left = new ExpressionNode(sign, left, Grammar(precedence + 1));
            }
        }

        return left;
    }

    private ExpressionNode GrammarOperand() => Next() switch
    {
        "(" => InParentheses(() => Grammar(0)),
        "abs(" => new ExpressionNode("abs(", GrammarOperand()),
        "!" or "+" or "-" => new ExpressionNode(tokens[position - 1], GrammarOperand()),
        var token => Leaf(token),
    };

    private ExpressionNode InParentheses(Func<ExpressionNode> read)
    {
        ExpressionNode node = new("", read());
        Expect(")");
        return node;
    }

    // operators[] in eval.c: the more, the tighter it binds; 0 for what is no operator between two values.
    private static int OldPrecedence(string sign) => sign switch
    {
        "&&" or "||" => 2,
        ">=" or "<=" or "!=" or "==" or "<" or ">" => 3,
        "+" or "-" => 4,
        "*" or "/" => 5,
        "?" => 7,
        _ => 0,
    };

    // The %left and %right lines of parser.y.
    private static int GrammarPrecedence(string sign) => sign switch
    {
        "?" => 1,
        "&&" or "||" => 2,
        "!=" or "==" => 3,
        ">=" or "<=" or "<" or ">" => 4,
        "+" or "-" => 5,
        "*" or "/" => 6,
        _ => 0,
    };

    private static ExpressionNode Leaf(string token)
    {
        if (token[0] == '$')
        {
            return ExpressionNode.OfVariable(token.Trim('$', '{', '}'));
        }

        return double.TryParse(token, CultureInfo.InvariantCulture, out double number)
            ? ExpressionNode.OfNumber(number)
            : throw new FormatException($"'{token}' where a value was expected");
    }
}
