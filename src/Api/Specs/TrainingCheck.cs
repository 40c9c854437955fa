using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs;

/// <summary>Validates epochs, batch size, early stopping and the other training settings.</summary>
/// <param name="maximumEpochs">The maximum number of epochs, from the settings.</param>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class TrainingCheck(int maximumEpochs, FieldErrors errors)
{
    private const string EarlyStopping = "training.earlyStopping";

    /// <summary>Validates all fields that do not depend on the dataset.</summary>
    public void Check(TrainingSpec training, ValidationSpec validation)
    {
        FieldRange.CheckAll(training, "training", errors);
        if (training.Epochs > maximumEpochs || errors.HasErrorsIn("training.epochs"))
        {
            // The range of the type does not know the limit of the settings.
            errors.Replace("training.epochs", string.Create(CultureInfo.InvariantCulture, $"must be a whole number, 1 to {maximumEpochs}"));
        }

        if (training.EarlyStopping is { } stopping)
        {
            Check(stopping, training.Epochs, validation);
        }
    }

    private void Check(EarlyStoppingSpec stopping, int epochs, ValidationSpec validation)
    {
        FieldRange.CheckAll(stopping, EarlyStopping, errors);
        errors.Require(stopping.Patience < epochs || epochs < 1, EarlyStopping + ".patience",
            string.Create(CultureInfo.InvariantCulture, $"must be at least 1 and below {epochs}, the epochs of the run"));
        errors.Require(validation.Holdout is not <= 0, EarlyStopping + ".patience", "needs validation rows, but validation.holdout leaves none");
        errors.Require(validation.Keep != KeptEpoch.Last, "validation.keep",
            "must not be last, because early stopping keeps the best epoch. Leave it out, or with folds set bestOfOtherFolds");
    }
}
