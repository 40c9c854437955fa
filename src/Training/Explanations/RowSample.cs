using LearnML.Training.Randomness;

namespace LearnML.Training.Explanations;

/// <summary>Keeps a random sample of rows whose number is not known in advance: each row has the same chance (Vitter 1985, algorithm R).</summary>
/// <param name="capacity">The maximum number of rows to keep.</param>
/// <param name="width">The number of inputs per row.</param>
/// <param name="seed">The seed of the choice.</param>
internal sealed class RowSample(int capacity, int width, long seed)
{
    private readonly SplitMix64 random = new(unchecked((ulong)seed));
    private readonly List<(long Row, float[] Inputs)> kept = [];
    private int seen;

    /// <summary>Considers the next row.</summary>
    /// <returns>Whether it is kept; a later row may take its place.</returns>
    public bool Add(ReadOnlySpan<float> inputs)
    {
        var (row, place) = (seen++, kept.Count);
        if (kept.Count < capacity)
        {
            kept.Add((row, inputs.ToArray()));
            return true;
        }

        if ((place = random.NextInt32(seen)) >= capacity)
        {
            return false;
        }

        inputs.CopyTo(kept[place].Inputs);
        kept[place] = (row, kept[place].Inputs);
        return true;
    }

    /// <summary>Returns the places of the kept rows among all rows, in ascending order, and their inputs, [rows, inputs].</summary>
    public (long[] Rows, float[] Inputs) Finish()
    {
        kept.Sort((first, second) => first.Row.CompareTo(second.Row));
        var inputs = new float[kept.Count * width];
        for (var index = 0; index < kept.Count; index++)
        {
            kept[index].Inputs.CopyTo(inputs, index * width);
        }

        return ([.. kept.Select(each => each.Row)], inputs);
    }
}
