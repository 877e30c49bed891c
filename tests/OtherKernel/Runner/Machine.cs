using System.Runtime.InteropServices;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.OtherKernel;

/// <summary>What an init must do for the machine it runs on.</summary>
internal static class Machine
{
    private const int PowerOffCommand = 0x4321fedc;

    // finit_module(2), which the C library does not offer.
    private static readonly nint LoadModule = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 273 : 313;

    /// <summary>Whether this kernel was told to keep its memory to itself (kernel_lockdown(7)).</summary>
    public static bool IsLockedDown => File.ReadAllText("/proc/cmdline").Contains("lockdown=confidentiality", StringComparison.Ordinal);

    /// <summary>Mounts what everybody expects.</summary>
    public static void Start()
    {
        Native.Check(mount("proc", "/proc", "proc", 0, 0), "mount /proc");
        Native.Check(mount("sysfs", "/sys", "sysfs", 0, 0), "mount /sys");
        Native.Check(mount("securityfs", "/sys/kernel/security", "securityfs", 0, 0), "mount /sys/kernel/security");
        Environment.SetEnvironmentVariable("PATH", "/bin");
    }

    /// <summary>Loads the modules in the order of their numbers, which a kernel that is locked down refuses.</summary>
    public static void LoadModules()
    {
        foreach (string module in Directory.GetFiles("/modules").Order(StringComparer.Ordinal))
        {
            int file = Native.Check(Native.open(module, 0), $"open {module}");
            Native.Check((int)syscall(LoadModule, file, [0], 0), $"load {module}");
            _ = Native.close(file);
        }
    }

    /// <summary>Makes that functions cannot be watched, as on arm64 before 6.4.</summary>
    /// <returns>Whether that can be: by Linux 7.3 it cannot.</returns>
    public static bool StopWatchingFunctions()
    {
        try
        {
            File.WriteAllText("/proc/sys/kernel/ftrace_enabled", "0");
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Does something in a thread that is permitted some capabilities only, none of them in effect, as from a file.</summary>
    /// <param name="names">Their names without <c>CAP_</c>, each after a blank.</param>
    /// <param name="work">What to do.</param>
    public static void WithCapabilities(string names, Action work)
    {
        ulong permitted = names.Split(' ').Aggregate(
            0UL, (sum, name) => sum | (1UL << name switch { "SYS_ADMIN" => 21, "PERFMON" => 38, _ => 39 }));
        Thread thread = new(() =>
        {
            // struct __user_cap_data_struct, twice: effective, permitted, inheritable (linux/capability.h).
            Native.Check(capset([0x20080522, 0], [0, (uint)permitted, 0, 0, (uint)(permitted >> 32), 0]), "capset");
            work();
        });
        thread.Start();
        thread.Join();
    }

    public static void PowerOff() => Native.Check(reboot(PowerOffCommand), "reboot");

    [DllImport("libc", SetLastError = true)]
    private static extern int mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type,
        nuint flags,
        nint data);

    [DllImport("libc", SetLastError = true)]
    private static extern int capset(uint[] header, uint[] data);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, int descriptor, byte[] parameters, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int reboot(int command);
}
