using System.Numerics;

namespace TcpResets.Resets;

/// <summary>
/// Finds a row by its key: a hash table of a fixed size, at most half full, whose hashes nobody can foresee, since peers are chosen by
/// whoever sends.
/// </summary>
internal sealed class FlowIndex(FlowRows rows, int capacity)
{
    private readonly int[] places = new int[BitOperations.RoundUpToPowerOf2((uint)capacity * 2)]; // the row's number + 1, or 0
    private readonly ulong[] secrets = MakeSecrets();

    private uint Mask => (uint)places.Length - 1;

    public uint HashOf(in FlowKey key)
    {
        ulong small = key.Kind.Number | ((ulong)key.Role << 8) | (key.IsExcluded ? 1UL << 10 : 0) | ((ulong)key.Family << 11)
            | ((ulong)key.ServicePort << 16) | ((ulong)key.NetworkNamespace << 32);
        ulong peer = Mix(key.Peer.First ^ secrets[0], key.Peer.Last ^ secrets[1]);
        return (uint)Mix(peer ^ small, secrets[2] ^ (uint)key.Service.Name.GetHashCode(StringComparison.Ordinal));
    }

    /// <summary>The number of the row that has a key, or -1.</summary>
    public int Find(uint hash, in FlowKey key)
    {
        for (uint place = hash & Mask; places[place] is > 0 and int found; place = (place + 1) & Mask)
        {
            ref FlowRow row = ref rows[found - 1];
            if (row.Hash == hash && row.Key.Equals(key))
            {
                return found - 1;
            }
        }

        return -1;
    }

    /// <summary>Adds a row that is not there.</summary>
    public void Add(int number)
    {
        uint place = rows[number].Hash & Mask;
        while (places[place] != 0)
        {
            place = (place + 1) & Mask;
        }

        places[place] = number + 1;
    }

    /// <summary>Takes a row out that is there. Those behind it that would no longer be found move up (Knuth, 6.4, algorithm R).</summary>
    public void Remove(int number)
    {
        uint hole = rows[number].Hash & Mask;
        while (places[hole] != number + 1)
        {
            hole = (hole + 1) & Mask;
        }

        for (uint place = (hole + 1) & Mask; places[place] is > 0 and int next; place = (place + 1) & Mask)
        {
            if (((place - rows[next - 1].Hash) & Mask) >= ((place - hole) & Mask))
            {
                places[hole] = next;
                hole = place;
            }
        }

        places[hole] = 0;
    }

    private static ulong[] MakeSecrets()
    {
        Random random = new(); // seeded by the kernel
        return [Odd(random), Odd(random), Odd(random)];
    }

    private static ulong Odd(Random random) => ((ulong)random.NextInt64() << 1) | 1;

    // The middle of a product depends on every bit of both.
    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
