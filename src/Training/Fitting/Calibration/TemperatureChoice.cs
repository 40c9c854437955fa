using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Calibration;

/// <summary>Decides on a temperature with predictions for rows that their networks were not trained on.</summary>
internal sealed class TemperatureChoice
{
    private const int Parts = 5;

    private readonly int classes;
    private readonly double before;
    private readonly double after;

    /// <param name="predictions">The predictions that choose the temperature.</param>
    /// <param name="classes">The number of classes.</param>
    public TemperatureChoice(Predictions predictions, int classes)
    {
        this.classes = classes;
        Temperature = TemperatureFit.Find(predictions, _ => true);
        (before, after) = (predictions.Loss, LossOfParts(predictions));
    }

    /// <summary>The best temperature.</summary>
    public double Temperature { get; }

    /// <summary>Whether it lowers the loss on rows that did not choose it.</summary>
    public bool IsBetter => after < before;

    /// <summary>Returns predictions with the temperature.</summary>
    public Predictions Scale(Predictions predictions) => Scale(predictions, Temperature);

    /// <summary>Returns the report's section.</summary>
    /// <param name="test">The predictions for the test rows, without the temperature; null if there are none.</param>
    public TemperatureReport CreateReport(Predictions? test) => test is null
        ? new TemperatureReport(Temperature, IsBetter, before, after)
        : new TemperatureReport(Temperature, IsBetter, test.Loss, Scale(test).Loss);

    private Predictions Scale(Predictions predictions, double temperature)
    {
        var scaled = new TemperatureScaling(temperature, classes).ScaleLogarithms(predictions.LogProbabilities);
        return predictions with
        {
            LogProbabilities = scaled,
            Loss = -predictions.Targets.Mean(row => scaled[(row * classes) + predictions.Targets.Classes[row]]),
        };
    }

    /// <summary>Returns the loss of all rows, each with the temperature of the parts that it is not in.</summary>
    private double LossOfParts(Predictions predictions)
    {
        var ofPart = Enumerable.Range(0, Math.Min(Parts, predictions.Rows.Length))
            .Select(part => Scale(predictions, TemperatureFit.Find(predictions, row => row % Parts != part)).LogProbabilities).ToArray();
        return -predictions.Targets.Mean(row => ofPart[row % Parts][(row * classes) + predictions.Targets.Classes[row]]);
    }
}
