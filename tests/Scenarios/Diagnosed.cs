using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Terminal;

namespace TcpResets.Tests.Scenarios;

/// <summary>What <c>diagnose</c> says of a patient.</summary>
internal static class Diagnosed
{
    /// <summary>Makes a trouble, and reads the first cause.</summary>
    public static void First(Patient patient, Trouble trouble, bool isNoisy)
    {
        patient.Suffer(trouble, isNoisy);
        List<Cause> causes = patient.Diagnose();
        string all = AllOf(causes);
        ShouldBe(causes[0], trouble, all);
        if (isNoisy)
        {
            patient.NoisePerSecond.Should().BeInRange(0.8 * Noise.PerSecond, 1.2 * Noise.PerSecond);
        }
        else
        {
            causes.Where(cause => cause.IsUnusual).Should().ContainSingle(all);
        }
    }

    public static void ShouldBe(Cause cause, Trouble trouble, string all)
    {
        cause.Rule.Word.Should().Be(trouble.Cause, all);
        cause.Crowd.Kind.Should().Be(trouble.Kind);
        cause.IsUnusual.Should().BeTrue(all);
        string line = CauseLines.What(cause);
        foreach (string part in trouble.Says)
        {
            line.Should().Contain(part);
            line = line[(line.IndexOf(part, StringComparison.Ordinal) + part.Length)..];
        }

        cause.Evidence.Contains(trouble.Evidence, StringComparison.Ordinal).Should().BeTrue(cause.Evidence);
    }

    public static string AllOf(List<Cause> causes) =>
        string.Join('\n', causes.Select(cause => $"{cause.Score:0} {cause.Rule.Word}: {CauseLines.What(cause)}"));
}
