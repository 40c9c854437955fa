using LearnML.Training.Evaluation.Baselines;

namespace LearnML.Training.Evaluation.Boosting;

/// <summary>
/// Gradient boosted trees, fitted by LightGBM (Ke et al. 2017, https://papers.nips.cc/paper/6907) with the same settings for every table. The same
/// rows always give the same trees.
/// </summary>
internal sealed class BoostedTrees : IDisposable
{
    private readonly Booster? booster;
    private readonly ClassPlaces? classes;

    private BoostedTrees(Booster? booster, ClassPlaces? classes, int rounds) => (this.booster, this.classes, Rounds) = (booster, classes, rounds);

    /// <summary>The number of rounds; 0 if all training rows have the same class.</summary>
    public int Rounds { get; }

    /// <summary>
    /// Fits trees. Where a part of the rows is set apart, the others are fitted first, to the lowest loss of the rows set apart; then all rows with
    /// the same number of rounds. Otherwise the number of rounds is <see cref="BoostingSettings.RoundsWithoutChoice"/>.
    /// </summary>
    /// <param name="rows">All training rows.</param>
    /// <param name="choice">The same rows in two parts, to choose the number of rounds; null for a fixed number.</param>
    /// <param name="classCount">The number of classes; 0 for regression.</param>
    /// <param name="mustEnd">Asked before each round; true ends the fit without trees. It may throw.</param>
    /// <returns>The trees; null if the fit ended without.</returns>
    public static BoostedTrees? Fit(
        BoostingRows rows, (BoostingRows Fitted, BoostingRows SetApart)? choice, int classCount, Func<bool> mustEnd)
    {
        var classes = classCount == 0 ? null : new ClassPlaces(rows.Labels, classCount);
        if (classes?.Count == 1)
        {
            return new BoostedTrees(null, classes, 0);
        }

        var settings = new BoostingSettings(classes?.Count ?? 0, rows.Labels.Length);
        var rounds = choice is var (fitted, setApart)
            ? ChooseRounds(Number(fitted), Number(setApart), settings, mustEnd)
            : BoostingSettings.RoundsWithoutChoice;
        var booster = rounds == 0 ? null : Grow(Number(rows), settings, rounds, mustEnd);
        return booster is null ? null : new BoostedTrees(booster, classes, rounds);

        BoostingRows Number(BoostingRows part) => classes is null ? part : part with { Labels = classes.Number(part.Labels) };
    }

    /// <summary>Returns the logarithm of each class's probability, [rows, classes], or for regression the encoded prediction, [rows].</summary>
    public float[] Predict(InputColumns inputs)
    {
        var sums = booster?.Predict(inputs) ?? [];
        return classes?.ToLogProbabilities(sums, inputs.Rows) ?? Array.ConvertAll(sums, sum => (float)sum);
    }

    public void Dispose() => booster?.Dispose();

    /// <summary>Returns the number of rounds with the lowest loss of the rows set apart; 0 if <paramref name="mustEnd"/> ended the fit.</summary>
    private static int ChooseRounds(BoostingRows fitted, BoostingRows setApart, BoostingSettings settings, Func<bool> mustEnd)
    {
        using var booster = new Booster(fitted, setApart, settings);
        var (best, lowest) = (1, double.PositiveInfinity);
        for (var round = 1; round <= settings.MaximumRounds && round - best <= BoostingSettings.Patience; round++)
        {
            if (mustEnd())
            {
                return 0;
            }

            var isSplit = booster.AddRound();
            if (booster.Score() is var loss && loss < lowest)
            {
                (best, lowest) = (round, loss);
            }

            if (!isSplit)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Fits a number of rounds; null if <paramref name="mustEnd"/> ended the fit.</summary>
    private static Booster? Grow(BoostingRows rows, BoostingSettings settings, int rounds, Func<bool> mustEnd)
    {
        Booster? growing = new(rows, null, settings);
        try
        {
            for (var (round, isSplit) = (0, true); round < rounds && isSplit; round++)
            {
                if (mustEnd())
                {
                    return null;
                }

                isSplit = growing.AddRound();
            }

            (var grown, growing) = (growing, null);
            return grown;
        }
        finally
        {
            growing?.Dispose();
        }
    }
}
