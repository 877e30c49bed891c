namespace TcpResets.Tests.Scenarios.Network;

/// <summary>The same work on several threads of its own, each with another number, and inside a namespace.</summary>
internal static class AtOnce
{
    public static void Run(NetworkNamespace at, int threads, Action<int> work)
    {
        List<Exception> failures = [];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            try
            {
                using Cpu cpu = new(number);
                at.Visit(() => work(number));
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
