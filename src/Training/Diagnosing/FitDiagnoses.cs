using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Fitting;

namespace LearnML.Training.Diagnosing;

/// <summary>Whether a network learned too little or too much: its losses on training and validation rows side by side.</summary>
internal static class FitDiagnoses
{
    /// <summary>A training loss above this share of that of saying nothing is large.</summary>
    private const double Large = 0.3;

    /// <summary>Validation losses that are this many times the training loss have a gap.</summary>
    private const double Gap = 1.5;

    /// <summary>A validation loss that rose to this many times its lowest rises.</summary>
    private const double Rise = 1.1;

    /// <summary>Differences below this share of the loss of saying nothing do not matter.</summary>
    private const double Slight = 0.03;

    /// <summary>One of underfitting, overfitting and balanced.</summary>
    /// <param name="results">The network, or those of all folds; each with validation rows.</param>
    /// <param name="isUnstable">Whether the network shows signs of why it cannot learn, which more capacity would not mend.</param>
    public static Diagnosis Of(IReadOnlyList<SplitResult> results, bool isUnstable = false)
    {
        var train = results.Average(result => result.Train.Loss);
        var validation = results.Average(result => result.Validation!.Loss);
        var silent = results.Average(result => result.SilentLoss);
        var lowest = results.Average(result => result.History.Min(epoch => epoch.Validation!.Loss));
        var last = results.Average(result => result.History[^1].Validation!.Loss);
        var figures = string.Create(CultureInfo.InvariantCulture, $"The loss is {train:g3} on the training rows and {validation:g3} on the validation rows; that of saying nothing is {silent:g3}.");
        var gap = validation > Gap * train && validation - train > Slight * silent;
        var rises = last > Rise * lowest && last - lowest > Slight * silent;
        if (!gap && train > Large * silent)
        {
            var large = validation > Large * silent ? "Both are large" : "That on the training rows is large";
            var advice = isUnstable || train > silent
                ? "The training itself goes wrong: mend what else is told here, or try a smaller learning rate, before you change the size of the network."
                : "More or wider layers, more epochs, a larger learning rate, less weight decay and dropout, or more telling columns usually help.";
            return new Diagnosis("underfitting", $"{figures} {large}: the network learns too little of what is there, or there is no more to learn. {advice}");
        }

        if (!gap && !rises)
        {
            return new Diagnosis("balanced", $"{figures} {(validation > Gap * train ? "Both are small beside that" : "They are near each other")}: what was learned holds for other rows. A larger network may learn more; watch whether the gap grows.");
        }

        var rise = rises ? string.Create(CultureInfo.InvariantCulture, $" The validation loss was {lowest:g3} at its lowest and {last:g3} after the last epoch.") : "";
        return new Diagnosis("overfitting", $"{figures}{rise} What is learned of the training rows holds less for others. More rows, a smaller network, weight decay, dropout or early stopping usually help.");
    }
}
