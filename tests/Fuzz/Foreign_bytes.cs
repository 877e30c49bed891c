using FluentAssertions;
using TcpResets.Tests.Fuzz.Targets;
using Xunit;

namespace TcpResets.Tests.Fuzz;

/// <summary>What <c>make fuzz</c> has found, and what it begins with.</summary>
public sealed class Foreign_bytes
{
    public static TheoryData<string> Targets => [.. Every.Target.Select(target => target.Name)];

    [Theory, MemberData(nameof(Targets))]
    public void every_input_of_the_corpus_is_read_without_harm(string name)
    {
        Target target = Every.Target.Single(each => each.Name == name);
        IReadOnlyList<byte[]> inputs = Corpus.Of(target);
        inputs.Should().NotBeEmpty();
        foreach (byte[] input in inputs)
        {
            Action read = () => target.ReadWithin(input);
            read.Should().NotThrow("of {0}", Corpus.Write(input));
        }
    }

    [Fact]
    public void have_a_corpus_whose_lines_are_what_was_written()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(each => (byte)each), (byte)'\\', (byte)'n'];
        Corpus.Read(Corpus.Write(all)).Should().Equal(all);
    }
}
