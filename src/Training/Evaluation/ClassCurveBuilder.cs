using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Computes the curves of each class against the rest from predicted log-probabilities and true classes.</summary>
/// <param name="logProbabilities">[rows, classes], natural logarithms.</param>
/// <param name="targets">The true class index of each row, and its weight.</param>
/// <param name="classes">The class names.</param>
internal sealed class ClassCurveBuilder(float[] logProbabilities, Targets targets, IReadOnlyList<string> classes)
{
    /// <summary>Of more classes, the most frequent ones have curves.</summary>
    public const int MaximumClasses = 20;

    private const int MaximumPoints = 256;
    private const int MinimumPoints = 64;
    private const int MaximumPointsOfAllClasses = 1024;
    private const int ReliabilityBins = 10;
    private const int ScoreBins = 20;

    /// <summary>
    /// Returns the curves of the classes in their order. A class has none if it has no rows or all rows, or if a probability is not a number.
    /// </summary>
    public IReadOnlyList<ClassCurves> Build()
    {
        var rows = new int[classes.Count];
        foreach (var index in targets.Classes)
        {
            rows[index]++;
        }

        var chosen = rows.Index().OrderByDescending(count => count.Item).Take(MaximumClasses).Select(count => count.Index).Order().ToArray();
        var points = Math.Clamp(MaximumPointsOfAllClasses / chosen.Length, MinimumPoints, MaximumPoints);
        return [.. chosen.Select(index => Build(index, rows[index], points)).OfType<ClassCurves>()];
    }

    private ClassCurves? Build(int index, int rows, int maximumPoints)
    {
        var probabilities = new double[targets.Count];
        for (var row = 0; row < probabilities.Length; row++)
        {
            probabilities[row] = Math.Exp(logProbabilities[(row * classes.Count) + index]);
        }

        double positives = 0, negatives = 0;
        for (var row = 0; row < probabilities.Length; row++)
        {
            var weight = targets.WeightOf(row);
            (positives, negatives) = targets.Classes[row] == index ? (positives + weight, negatives) : (positives, negatives + weight);
        }

        if (!(positives > 0 && negatives > 0) || Array.Exists(probabilities, double.IsNaN))
        {
            return null;
        }

        var steps = CountSteps(index, probabilities);
        var (rocAuc, averagePrecision) = Areas(steps, positives, negatives);
        var (reliability, calibrationError) = Reliability(index, probabilities, positives + negatives);
        var (scores, others) = Distribution(index, probabilities);
        return new ClassCurves
        {
            Label = classes[index],
            Rows = rows,
            RocAuc = rocAuc,
            AveragePrecision = averagePrecision,
            Brier = targets.Mean(row => Square(probabilities[row] - (targets.Classes[row] == index ? 1 : 0))),
            CalibrationError = calibrationError,
            Points = [.. Thin(steps, positives, negatives, maximumPoints).Select(step => ToPoint(step, positives, negatives))],
            Reliability = reliability,
            Scores = scores,
            OtherScores = others,
        };
    }

    /// <summary>
    /// Returns, from the highest probability to the lowest, the weight of the rows of the class and of the others that have at least this
    /// probability. Before them stands a step without rows.
    /// </summary>
    private List<(double Threshold, double True, double False)> CountSteps(int index, double[] probabilities)
    {
        var (sorted, rows) = (probabilities.ToArray(), Enumerable.Range(0, probabilities.Length).ToArray());
        Array.Sort(sorted, rows);
        var steps = new List<(double, double, double)> { (double.PositiveInfinity, 0, 0) };
        var (ofClass, others) = (0.0, 0.0);
        for (var place = sorted.Length - 1; place >= 0; place--)
        {
            var weight = targets.WeightOf(rows[place]);
            (ofClass, others) = targets.Classes[rows[place]] == index ? (ofClass + weight, others) : (ofClass, others + weight);
            if (place == 0 || sorted[place - 1] != sorted[place])
            {
                steps.Add((sorted[place], ofClass, others));
            }
        }

        return steps;
    }

    /// <summary>Returns the area under the ROC curve, by trapezoids, and the average precision, by steps.</summary>
    private static (double RocAuc, double AveragePrecision) Areas(
        List<(double Threshold, double True, double False)> steps, double positives, double negatives)
    {
        double area = 0, precision = 0;
        for (var place = 1; place < steps.Count; place++)
        {
            var (before, after) = (steps[place - 1], steps[place]);
            area += (after.False - before.False) * (after.True + before.True) / 2;
            if (after.True > before.True)
            {
                precision += (after.True - before.True) * after.True / (after.True + after.False);
            }
        }

        return (area / positives / negatives, precision / positives);
    }

    /// <summary>Returns the first and the last step and evenly spaced ones by the sum of both rates, which is the way along the ROC curve.</summary>
    private static IEnumerable<(double Threshold, double True, double False)> Thin(
        List<(double Threshold, double True, double False)> steps, double positives, double negatives, int maximum)
    {
        if (steps.Count <= maximum)
        {
            return steps;
        }

        var (kept, next) = (new List<(double, double, double)>(maximum), 0);
        foreach (var step in steps)
        {
            var way = ((step.True / positives) + (step.False / negatives)) / 2;
            if (way >= (double)next / (maximum - 1) || kept.Count == 0)
            {
                kept.Add(step);
                next = (int)(way * (maximum - 1)) + 1;
            }
        }

        if (kept[^1] != steps[^1])
        {
            kept[^1] = steps[^1];
        }

        return kept;
    }

    private static OperatingPoint ToPoint((double Threshold, double True, double False) step, double positives, double negatives)
    {
        var (taken, all) = (step.True + step.False, positives + negatives);
        return new OperatingPoint(
            double.IsInfinity(step.Threshold) ? null : step.Threshold,
            step.True / positives,
            step.False / negatives,
            taken > 0 ? step.True / taken : 1,
            taken / all,
            taken > 0 ? step.True / taken / (positives / all) : null);
    }

    private (IReadOnlyList<ReliabilityBin> Bins, double CalibrationError) Reliability(int index, double[] probabilities, double total)
    {
        var (rows, weights) = (new int[ReliabilityBins], new double[ReliabilityBins]);
        var (sums, positives) = (new double[ReliabilityBins], new double[ReliabilityBins]);
        for (var row = 0; row < probabilities.Length; row++)
        {
            var (bin, weight) = (BinOf(probabilities[row], ReliabilityBins), targets.WeightOf(row));
            rows[bin]++;
            weights[bin] += weight;
            sums[bin] += weight * probabilities[row];
            positives[bin] += targets.Classes[row] == index ? weight : 0;
        }

        ReliabilityBin[] bins =
        [
            .. Enumerable.Range(0, ReliabilityBins).Where(bin => weights[bin] > 0)
                .Select(bin => new ReliabilityBin(rows[bin], sums[bin] / weights[bin], positives[bin] / weights[bin])),
        ];
        return (bins, Enumerable.Range(0, ReliabilityBins).Sum(bin => Math.Abs(sums[bin] - positives[bin])) / total);
    }

    private (IReadOnlyList<int> OfClass, IReadOnlyList<int> Others) Distribution(int index, double[] probabilities)
    {
        var (ofClass, others) = (new int[ScoreBins], new int[ScoreBins]);
        for (var row = 0; row < probabilities.Length; row++)
        {
            (targets.Classes[row] == index ? ofClass : others)[BinOf(probabilities[row], ScoreBins)]++;
        }

        return (ofClass, others);
    }

    /// <summary>
    /// Returns the part of the range from 0 to 1 that a probability lies in. A boundary belongs to the part below, as in scikit-learn.
    /// </summary>
    private static int BinOf(double probability, int bins)
    {
        var bin = 0;
        while (bin < bins - 1 && probability > (double)(bin + 1) / bins)
        {
            bin++;
        }

        return bin;
    }

    private static double Square(double value) => value * value;
}
