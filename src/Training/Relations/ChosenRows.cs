using LearnML.Training.Randomness;

namespace LearnML.Training.Relations;

/// <summary>One random row of each of equally long parts of a table, in ascending order. The same table has the same rows every time.</summary>
/// <param name="rows">The number of rows of the table.</param>
/// <param name="count">The number of parts, at most one for each row.</param>
internal sealed class ChosenRows(int rows, int count)
{
    private const ulong Seed = 0;

    private readonly SplitMix64 random = new(Seed);
    private int part;
    private int? next;

    /// <summary>Returns the rows that were not taken yet, up to a row.</summary>
    /// <param name="end">The first row that is not taken.</param>
    public List<int> TakeBefore(int end)
    {
        var taken = new List<int>();
        while (part < count || next is not null)
        {
            next ??= Choose(part++);
            if (next >= end)
            {
                break;
            }

            taken.Add(next.Value);
            next = null;
        }

        return taken;
    }

    private int Choose(int place)
    {
        var (from, to) = ((int)((long)place * rows / count), (int)((long)(place + 1) * rows / count));
        return from + random.NextInt32(to - from);
    }
}
