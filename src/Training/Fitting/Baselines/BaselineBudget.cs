using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Baselines;

/// <summary>
/// Decides whether a run can afford a linear model. Both costs are estimated from sizes, not measured, so that the same spec always gives the same
/// report.
/// </summary>
internal static class BaselineBudget
{
    /// <summary>The share of the run's time that the linear models of all its splits may take.</summary>
    public const double Share = 0.05;

    /// <summary>The maximum number of inputs of all rows together, which are copied as float32.</summary>
    private const double MaximumInputs = 1 << 24;

    /// <summary>The maximum number of weights of a logistic regression. The minimizer remembers 20 copies of them, as float64.</summary>
    private const double MaximumWeights = 1 << 17;

    // In seconds, as measured on one core. tests/Benchmarks/README.md has the shares of the time that runs then spend on baselines.
    private const double Product = 1.5e-10;
    private const double MatrixProduct = 2.5e-11;
    private const double Eigenvalue = 2.5e-10;
    private const double Value = 5e-9;

    // Passes over all rows that a logistic regression takes for all penalties together.
    private const int Passes = 60;

    /// <summary>Returns why the linear models are left out; null if there is time for them.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The data that was trained on.</param>
    /// <param name="steps">The number of training steps of the run.</param>
    /// <param name="fits">The number of linear models to fit.</param>
    /// <param name="device">The device of the training.</param>
    public static string? ExplainLeftOut(JobSpec spec, TrainingData data, double steps, int fits, Device device)
    {
        double rows = data.TrainRows.Length, width = data.InputWidth, outputs = data.OutputWidth;
        var plan = new NetworkPlan(spec.Network, data.Inputs, data.OutputWidth);
        var multiplications = (double)plan.MultiplyAdds * spec.Network.Ensemble * spec.Training.BatchSize * 3; // forward, and twice backward
        var run = RunCost.Time(steps, multiplications, device.type != DeviceType.CPU);
        var fit = (rows * width * Value) + (data.Task == LearningTask.Classification
            ? Passes * outputs * rows * ((2 * width * Product) + Value)
            : (rows * width * width * MatrixProduct) + (width * width * width * Eigenvalue));
        return rows * width > MaximumInputs || width * outputs > MaximumWeights || fits * fit > Share * run
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"A linear model of {rows:n0} rows and {width:n0} inputs would take more than {Share:p0} of the run's time or too much memory.")
            : null;
    }
}
