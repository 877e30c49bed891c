using System.Runtime.InteropServices;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.OtherKernel;

/// <summary>What an init must do for the machine it runs on.</summary>
internal static class Machine
{
    private const int PowerOffCommand = 0x4321fedc;

    // finit_module(2), which the C library does not offer.
    private static readonly nint LoadModule = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 273 : 313;

    /// <summary>Mounts what everybody expects, and loads the modules in the order of their numbers.</summary>
    public static void Start()
    {
        Native.Check(mount("proc", "/proc", "proc", 0, 0), "mount /proc");
        Native.Check(mount("sysfs", "/sys", "sysfs", 0, 0), "mount /sys");
        foreach (string module in Directory.GetFiles("/modules").Order(StringComparer.Ordinal))
        {
            int file = Native.Check(Native.open(module, 0), $"open {module}");
            Native.Check((int)syscall(LoadModule, file, [0], 0), $"load {module}");
            _ = Native.close(file);
        }

        Environment.SetEnvironmentVariable("PATH", "/bin");
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
    private static extern nint syscall(nint number, int descriptor, byte[] parameters, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int reboot(int command);
}
