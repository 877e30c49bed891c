using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>setns(2): this thread is in another network namespace until it is disposed of. For root.</summary>
internal sealed partial class NetworkNamespaceVisit : IDisposable
{
    private const int NetworkNamespace = 0x40000000; // CLONE_NEWNET

    private readonly int home;

    private NetworkNamespaceVisit(int home) => this.home = home;

    /// <summary>Enters one by a path as in <c>/proc/1/ns/net</c>; null if that cannot be.</summary>
    public static NetworkNamespaceVisit? Enter(string path)
    {
        int home = FileDescriptor.OpenRead("/proc/thread-self/ns/net");
        int there = home < 0 ? -1 : FileDescriptor.OpenRead(path, waits: false);
        bool isThere = there >= 0 && setns(there, NetworkNamespace) == 0;
        if (there >= 0)
        {
            FileDescriptor.Close(there);
        }

        if (home >= 0 && !isThere)
        {
            FileDescriptor.Close(home);
        }

        return isThere ? new(home) : null;
    }

    public void Dispose()
    {
        _ = setns(home, NetworkNamespace);
        FileDescriptor.Close(home);
    }

    [LibraryImport(Libc.Name)]
    private static partial int setns(int descriptor, int type);
}
