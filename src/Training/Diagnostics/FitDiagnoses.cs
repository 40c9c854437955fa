using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses underfitting and overfitting from the losses on the training and validation rows.</summary>
internal static class FitDiagnoses
{
    /// <summary>A loss above this share of the baseline loss is large.</summary>
    private const double LargeLossShare = 0.3;

    /// <summary>There is a gap if the validation loss is more than this many times the training loss.</summary>
    private const double GapRatio = 1.5;

    /// <summary>The validation loss rises if that of the kept epoch is more than this many times the lowest.</summary>
    private const double RiseRatio = 1.1;

    /// <summary>A difference below this share of the baseline loss is ignored.</summary>
    private const double NegligibleShare = 0.03;

    /// <summary>The loss on fewer validation rows says little about other rows.</summary>
    private const int MinimumValidationRows = 10;

    /// <summary>
    /// Returns the diagnosis: underfitting, overfitting or balanced. Null instead of balanced if nothing shows that the network predicts other rows,
    /// and instead of overfitting if there are only a few validation rows.
    /// </summary>
    /// <param name="splits">The losses of the single split, or of each fold.</param>
    /// <param name="validationRows">The number of validation rows of all splits together.</param>
    /// <param name="isUnstable">Whether there is a stability diagnosis. More capacity does not help such a network.</param>
    /// <param name="appliesToOtherRows">
    /// Whether the network is shown to be better than baselines on rows that it was not trained on.
    /// </param>
    public static Diagnosis? Diagnose(IReadOnlyList<FitLosses> splits, int validationRows, bool isUnstable, bool appliesToOtherRows)
    {
        var train = splits.Average(split => split.Train);
        var validation = splits.Average(split => split.Validation);
        var baseline = splits.Average(split => split.Baseline);
        var lowest = splits.Average(split => split.LowestValidation);
        var losses = string.Create(
            CultureInfo.InvariantCulture,
            $"The loss is {train:g3} on the training rows and {validation:g3} on the validation rows. " +
            $"A baseline that predicts the same for every row has a loss of {baseline:g3}.");
        var numbers = new Dictionary<string, double> { ["train"] = train, ["validation"] = validation, ["baseline"] = baseline };
        var hasGap = validation > GapRatio * train && validation - train > NegligibleShare * baseline;
        var rises = validation > RiseRatio * lowest && validation - lowest > NegligibleShare * baseline;
        if (!hasGap && train > LargeLossShare * baseline)
        {
            var large = validation > LargeLossShare * baseline ? "Both losses are large" : "The training loss is large";
            var advice = isUnstable || train > baseline
                ? "The training itself has a problem. First fix the other problems listed here, or try a smaller learning rate; " +
                  "change the size of the network after that."
                : "More or wider layers, more epochs, a larger learning rate, less weight decay and dropout, " +
                  "or more informative columns usually help.";
            return new Diagnosis(
                "underfitting", $"{losses} {large}: the network learns too little from the data, or the data has no more to learn. {advice}")
            {
                Numbers = numbers,
            };
        }

        if (!hasGap && !rises)
        {
            if (!appliesToOtherRows)
            {
                return null;
            }

            var comparison = validation > GapRatio * train
                ? "Both losses are small compared to the baseline"
                : "The two losses are close to each other";
            return new Diagnosis(
                "balanced",
                $"{losses} {comparison}: what the network learned also applies to other rows. " +
                "A larger network may learn more; check whether the gap between the losses grows.")
            {
                Numbers = numbers,
            };
        }

        if (validationRows < MinimumValidationRows)
        {
            return null;
        }

        if (rises)
        {
            numbers["lowest"] = lowest;
        }

        var rise = rises
            ? string.Create(CultureInfo.InvariantCulture, $" The lowest validation loss of an epoch was {lowest:g3}.")
            : "";
        return new Diagnosis(
            "overfitting",
            $"{losses}{rise} What the network learned from the training rows applies less well to other rows. " +
            "More rows, a smaller network, weight decay, dropout or early stopping usually help.")
        {
            Numbers = numbers,
        };
    }
}
