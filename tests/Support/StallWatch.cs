using System.Diagnostics;

namespace TcpResets.Tests.Support;

/// <summary>Sees how long this machine, or this process, stands still.</summary>
internal sealed class StallWatch : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim end = new();
    private readonly Stopwatch sinceRun = Stopwatch.StartNew();
    private readonly Lock ours = new();
    private readonly Thread thread;
    private TimeSpan longest;
    private TimeSpan stood;

    public StallWatch()
    {
        thread = new Thread(Watch) { IsBackground = true };
        thread.Start();
    }

    /// <summary>The longest time until now.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (ours)
            {
                TimeSpan now = sinceRun.Elapsed;
                return now > longest ? now : longest;
            }
        }
    }

    /// <summary>All times of more than a fifth of a second together.</summary>
    public TimeSpan Stood
    {
        get
        {
            lock (ours)
            {
                return stood;
            }
        }
    }

    public void Dispose()
    {
        end.Set();
        thread.Join();
        end.Dispose();
    }

    private void Watch()
    {
        while (!end.Wait(Step))
        {
            lock (ours)
            {
                TimeSpan now = sinceRun.Elapsed;
                longest = now > longest ? now : longest;
                stood += now > Long ? now : TimeSpan.Zero;
                sinceRun.Restart();
            }
        }
    }
}
