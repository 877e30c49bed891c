using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>As <see cref="What_diagnose_says_first"/>, with nothing beside: the limits are the whole machine's.</summary>
[Collection(nameof(OneArena))]
public sealed class What_diagnose_says_of_a_machine_at_its_limits : IDisposable
{
    private readonly Patient patient = new();

    public static MatrixTheoryData<int, bool> Rows => new(Enumerable.Range(0, MachineTroubles.All.Length), [false, true]);

    [Theory, MemberData(nameof(Rows))]
    public void is_the_limit(int number, bool isNoisy)
    {
        if (patient.Knows(SentCause.NoMemory))
        {
            Diagnosed.First(patient, MachineTroubles.All[number], isNoisy);
        }
    }

    public void Dispose() => patient.Dispose();
}
