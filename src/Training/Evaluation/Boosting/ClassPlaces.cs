namespace LearnML.Training.Evaluation.Boosting;

/// <summary>
/// The classes that the training rows of boosted trees have, which are numbered from 0. Each other class gets the probability that half a row gives
/// it, so that no loss is infinite.
/// </summary>
internal sealed class ClassPlaces
{
    private const double AbsentClassRows = 0.5;

    private readonly int[] present;
    private readonly int[] places;
    private readonly int rows;

    /// <param name="labels">The class index of each training row.</param>
    /// <param name="classes">The number of classes.</param>
    public ClassPlaces(float[] labels, int classes)
    {
        present = [.. labels.Select(label => (int)label).Distinct().Order()];
        places = new int[classes];
        rows = labels.Length;
        foreach (var (place, index) in present.Index())
        {
            places[index] = place;
        }
    }

    /// <summary>The number of classes that have training rows.</summary>
    public int Count => present.Length;

    /// <summary>Returns the labels with the numbers of the classes that have training rows.</summary>
    public float[] Number(float[] labels) => Array.ConvertAll(labels, label => (float)places[(int)label]);

    /// <summary>Returns the logarithms of the probabilities of all classes.</summary>
    /// <param name="sums">
    /// The sums of the trees, [rows, classes with training rows]; of two classes, only that of the second, [rows]; of one class, empty.
    /// </param>
    /// <param name="count">The number of rows.</param>
    public float[] ToLogProbabilities(double[] sums, int count)
    {
        var absent = (places.Length - Count) * AbsentClassRows;
        var (logOfPresent, logOfAbsent) = (Math.Log(rows / (rows + absent)), (float)Math.Log(AbsentClassRows / (rows + absent)));
        var result = new float[count * places.Length];
        Array.Fill(result, logOfAbsent);
        for (var row = 0; row < count; row++)
        {
            var logits = Count switch { 1 => [0], 2 => [0, sums[row]], _ => sums[(row * Count)..((row + 1) * Count)] };
            var largest = logits.Max();
            var logOfSum = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
            foreach (var (place, index) in present.Index())
            {
                result[(row * places.Length) + index] = (float)(logits[place] - logOfSum + logOfPresent);
            }
        }

        return result;
    }
}
