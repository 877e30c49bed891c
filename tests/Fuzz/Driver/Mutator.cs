using System.Text;

namespace TcpResets.Tests.Fuzz.Driver;

/// <summary>Makes inputs of others. What chance there is comes of a seed (xorshift64*, Vigna 2016).</summary>
internal sealed class Mutator(Target target, ulong seed)
{
    private static readonly byte[] Borders = [0, 1, 9, 10, 13, 27, 31, 32, 127, 128, 0x9b, 0xc2, 0xe2, 0xed, 0xff];
    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e9", "0x1f",
    ];

    private readonly byte[][] words = [.. target.Words.Concat(Numbers).Select(Encoding.UTF8.GetBytes)];
    private readonly List<byte> bytes = [];
    private ulong state = Math.Max(seed, 1); // 0 would stay 0

    /// <summary>A number below another.</summary>
    public int Below(int most)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return (int)((state * 0x2545f4914f6cdd1d >> 33) % (ulong)most);
    }

    /// <summary>A new input of one, with a part of another now and then.</summary>
    public byte[] Make(byte[] one, byte[] other)
    {
        bytes.Clear();
        bytes.AddRange(one);
        for (int changes = 1 << Below(5); changes > 0; changes--)
        {
            Change(other);
        }

        if (bytes.Count > target.Longest)
        {
            bytes.RemoveRange(target.Longest, bytes.Count - target.Longest);
        }

        return [.. bytes];
    }

    private void Change(byte[] other)
    {
        int at = Below(bytes.Count + 1);
        int length = Math.Min(1 + Below(1 << Below(8)), bytes.Count - at);
        switch (Below(9))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << Below(8));
                break;
            case 1 when length > 0:
                bytes[at] = Below(2) == 0 ? Borders[Below(Borders.Length)] : (byte)Below(256);
                break;
            case 2 when length > 0:
                bytes[at] += (byte)(Below(2) == 0 ? 1 : -1);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length)); // once more
                break;
            case 5:
                bytes.InsertRange(Below(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 6 when other.Length > 0:
                int from = Below(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, 1 + Below(other.Length - from)).ToArray());
                break;
            default:
                byte[] word = words[Below(words.Length)];
                int replaced = Below(2) == 0 ? 0 : Math.Min(word.Length, bytes.Count - at);
                bytes.RemoveRange(at, replaced);
                bytes.InsertRange(at, word);
                break;
        }
    }
}
