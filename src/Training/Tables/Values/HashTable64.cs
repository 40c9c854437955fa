using System.Numerics;

namespace LearnML.Training.Tables.Values;

/// <summary>A set of 64-bit hashes in one array, with linear probing. An addition touches one place in memory, whatever the size.</summary>
internal sealed class HashTable64
{
    private const int InitialSize = 64;

    // 0 marks a free slot.
    private ulong[] slots = new ulong[InitialSize];

    /// <summary>The number of hashes.</summary>
    public int Count { get; private set; }

    /// <summary>The hashes, in no order, and zeros.</summary>
    public ReadOnlySpan<ulong> Slots => slots;

    /// <summary>Adds a hash.</summary>
    /// <returns>False if it is there already.</returns>
    public bool Add(ulong hash)
    {
        ref var slot = ref Find(hash);
        if (slot != 0)
        {
            return false;
        }

        slot = NonZero(hash);
        if (2 * ++Count > slots.Length)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Whether the set has a hash.</summary>
    public bool Contains(ulong hash) => Find(hash) != 0;

    private ref ulong Find(ulong hash)
    {
        hash = NonZero(hash);
        var mask = slots.Length - 1;
        var place = (int)(hash >> (64 - BitOperations.Log2((uint)slots.Length)));
        while (slots[place] != 0 && slots[place] != hash)
        {
            place = (place + 1) & mask;
        }

        return ref slots[place];
    }

    private void Grow()
    {
        var before = slots;
        slots = new ulong[2 * before.Length];
        foreach (var hash in before)
        {
            if (hash != 0)
            {
                Find(hash) = hash;
            }
        }
    }

    private static ulong NonZero(ulong hash) => hash == 0 ? 1 : hash;
}
