using LearnML.Training.Randomness;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>
/// Multinomial logistic regression: it minimizes the mean cross-entropy plus penalty / 2 · |weights|², without a penalty on the intercepts. One
/// fifth of the training rows, drawn with a fixed seed, chooses the penalty; then all rows are fitted.
/// </summary>
/// <param name="parameters">[inputs + 1, classes]; the last row holds the intercepts.</param>
/// <param name="penalty">The chosen penalty.</param>
internal sealed class LogisticRegression(double[] parameters, double penalty)
{
    /// <summary>The penalties to choose from, the largest first.</summary>
    public static readonly double[] Penalties = [1, 0.1, 0.01, 0.001];

    private const ulong Seed = 0;
    private const int InnerSplit = 5;

    public double Penalty => penalty;

    /// <summary>[inputs + 1, classes]; the last row holds the intercepts.</summary>
    public IReadOnlyList<double> Parameters => parameters;

    /// <summary>Fits the weights and chooses the penalty.</summary>
    /// <param name="inputs">The inputs of the training rows.</param>
    /// <param name="labels">The class index of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="weights">The weight of each row; empty for equal weights.</param>
    public static LogisticRegression Fit(InputColumns inputs, int[] labels, int classes, float[]? weights = null)
    {
        var order = new SplitMix64(Seed).NextPermutation(labels.Length);
        var scored = labels.Length / InnerSplit;
        var (parameters, penalty) = scored == 0
            ? (new double[(inputs.Width + 1) * classes], Penalties[0])
            : ChoosePenalty(Select(order[scored..]), Select(order[..scored]));
        return new LogisticRegression(Minimize(new SoftmaxLoss(inputs, labels, classes, weights), parameters, penalty, tolerance: 1e-4), penalty);

        SoftmaxLoss Select(int[] rows) => new(
            inputs.SelectRows(rows),
            Array.ConvertAll(rows, row => labels[row]),
            classes,
            weights is { Length: > 0 } ? Array.ConvertAll(rows, row => weights[row]) : null);
    }

    /// <summary>Fits the weights with a given penalty.</summary>
    public static LogisticRegression Fit(InputColumns inputs, int[] labels, int classes, double penalty, double tolerance) => new(
        Minimize(new SoftmaxLoss(inputs, labels, classes), new double[(inputs.Width + 1) * classes], penalty, tolerance), penalty);

    /// <summary>Returns the logarithm of each class's probability, [rows, classes].</summary>
    public float[] Predict(InputColumns inputs) =>
        new SoftmaxLoss(inputs, new int[inputs.Rows], parameters.Length / (inputs.Width + 1)).LogProbabilities(parameters);

    /// <summary>Reduces the penalty, from fitted weights to the next, until the loss on the scored rows rises.</summary>
    private static (double[] Parameters, double Penalty) ChoosePenalty(SoftmaxLoss fitted, SoftmaxLoss scored)
    {
        var best = (Parameters: new double[fitted.ParameterCount], Penalty: Penalties[0], Loss: double.PositiveInfinity);
        foreach (var penalty in Penalties)
        {
            var parameters = Minimize(fitted, best.Parameters, penalty, tolerance: 1e-3);
            var loss = scored.Compute(parameters, []);
            if (!(loss < best.Loss))
            {
                break;
            }

            best = (parameters, penalty, loss);
        }

        return (best.Parameters, best.Penalty);
    }

    private static double[] Minimize(SoftmaxLoss loss, double[] start, double penalty, double tolerance)
    {
        var weights = loss.ParameterCount - loss.Classes; // the intercepts follow
        return new Minimizer(tolerance).Minimize(start, (parameters, gradient) =>
        {
            var value = loss.Compute(parameters, gradient);
            for (var index = 0; index < weights; index++)
            {
                value += penalty / 2 * parameters[index] * parameters[index];
                gradient[index] += penalty * parameters[index];
            }

            return value;
        });
    }
}
