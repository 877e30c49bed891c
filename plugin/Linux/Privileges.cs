using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Gives up, for good, whatever this process may do more than others of its user.</summary>
internal static partial class Privileges
{
    private const int DropFromBoundingSet = 24;
    private const int SetNoNewPrivileges = 38;
    private const int GetNoNewPrivileges = 39;
    private const int Ambient = 47;
    private const nint ClearAllAmbient = 4;
    private static int finalizerThreadHasNone;

    /// <summary>Whether a program that is run may have more than this process: not once it has no_new_privs.</summary>
    public static bool CanBeGained => prctl(GetNoNewPrivileges, 0, 0, 0, 0) != 1;

    /// <summary>Whether it acts as another user or group than the one who started it: set-user-ID, set-group-ID.</summary>
    public static bool AreOfAnotherUser => getuid() != geteuid() || getgid() != getegid();

    /// <summary>
    /// Drops them in this thread and in the runtime's own, the one that runs finalizers: to the kernel they are properties of a thread. A
    /// thread that is made later inherits what its maker has.
    /// </summary>
    /// <returns>False if not all could be dropped.</returns>
    public static bool DropAll()
    {
        LeaveToFinalizer();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return DropInThisThread() && Volatile.Read(ref finalizerThreadHasNone) == 1;
    }

    private static bool DropInThisThread()
    {
        _ = prctl(SetNoNewPrivileges, 1, 0, 0, 0);
        _ = prctl(Ambient, ClearAllAmbient, 0, 0, 0);
        for (int capability = 0; capability <= Capabilities.LastEver; capability++)
        {
            // Only root may: for others it is what the agent's service leaves, of no use once no program run can gain any.
            _ = prctl(DropFromBoundingSet, capability, 0, 0, 0);
        }

        return Capabilities.DropAll() == 0 && Capabilities.Permitted == 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that nothing on the stack keeps it
    private static void LeaveToFinalizer() => _ = new OnFinalizerThread();

    [LibraryImport(Libc.Name)]
    private static partial int prctl(int option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport(Libc.Name)]
    private static partial uint getuid();

    [LibraryImport(Libc.Name)]
    private static partial uint geteuid();

    [LibraryImport(Libc.Name)]
    private static partial uint getgid();

    [LibraryImport(Libc.Name)]
    private static partial uint getegid();

    private sealed class OnFinalizerThread
    {
        ~OnFinalizerThread()
        {
            if (DropInThisThread())
            {
                Volatile.Write(ref finalizerThreadHasNone, 1);
            }
        }
    }
}
