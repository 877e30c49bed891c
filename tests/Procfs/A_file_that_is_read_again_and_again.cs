using System.Text;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Procfs;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class A_file_that_is_read_again_and_again : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024 - 1)]
    [InlineData(16 * 1024)]
    [InlineData(16 * 1024 + 1)]
    [InlineData(300_000)]
    [InlineData(ProcFile.LargestSize - 1)]
    public void is_read_whole(int size)
    {
        byte[] content = [.. Enumerable.Range(0, size).Select(i => (byte)i)];
        using ProcFile file = new(directory.Write("file", content));
        for (int i = 0; i < 2; i++)
        {
            file.Read(out ReadOnlySpan<byte> read).Should().Be(0);
            read.SequenceEqual(content).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(ProcFile.LargestSize)]
    [InlineData(10 * 1024 * 1024)]
    public void is_refused_when_it_is_too_large(int size)
    {
        using ProcFile file = new(directory.Write("file", new byte[size]));
        file.Read(out ReadOnlySpan<byte> read).Should().Be(Errno.FileTooBig);
        read.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void may_grow_shrink_and_be_replaced()
    {
        using ProcFile file = new(directory.Write("file", "one"));
        Text(file).Should().Be("one");
        directory.Write("file", new string('x', 100_000));
        Text(file).Should().HaveLength(100_000);
        directory.Write("file", "");
        Text(file).Should().BeEmpty();
        directory.Write("new", "two");
        File.Move(Path.Join(directory.Path, "new"), Path.Join(directory.Path, "file"), overwrite: true);
        Text(file).Should().Be("two");
    }

    [Fact]
    public void may_vanish_and_come_back()
    {
        using ProcFile file = new(directory.Write("file", "one"));
        Text(file).Should().Be("one");
        File.Delete(file.Path);
        Text(file).Should().Be("No such file or directory");
        directory.Write("file", "two");
        Text(file).Should().Be("two");
    }

    [Fact]
    public void may_be_a_directory_which_is_said()
    {
        using ProcFile file = new(directory.Path);
        Text(file).Should().Be("Is a directory");
        Text(file).Should().Be("Is a directory");
    }

    [Fact]
    public void stays_open_on_procfs()
    {
        using ProcFile file = new("/proc/self/net/protocols"); // which no other test of this process opens
        for (int i = 0; i < 3; i++)
        {
            Text(file).Should().Contain("TCPv6");
            Open("protocols").Should().Be(1);
        }
    }

    public void Dispose() => directory.Dispose();

    private static int Open(string name) =>
        Directory.GetFiles("/proc/self/fd").Count(fd => Target(fd).EndsWith("/net/" + name, StringComparison.Ordinal));

    private static string Target(string link) => new FileInfo(link).LinkTarget ?? "";

    private static string Text(ProcFile file)
    {
        int errno = file.Read(out ReadOnlySpan<byte> content);
        return errno == 0 ? Encoding.ASCII.GetString(content) : Errno.Text(errno);
    }
}
