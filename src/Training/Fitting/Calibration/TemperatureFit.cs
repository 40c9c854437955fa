using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Calibration;

/// <summary>
/// Finds the temperature with the lowest mean log loss. The loss is convex in the inverse of the temperature, so Newton's method finds its only
/// minimum, kept between bounds by bisection.
/// </summary>
internal static class TemperatureFit
{
    private const double LowestInverse = 0.1;
    private const double HighestInverse = 10;
    private const int MaximumSteps = 100;
    private const double Tolerance = 1e-10;

    private static readonly double Floor = Math.Log(TemperatureScaling.SmallestProbability);

    /// <summary>Returns the best temperature, from 0.1 to 10: if all rows are right, the loss falls for ever.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="isUsed">Whether a row counts.</param>
    public static double Find(Predictions predictions, Func<int, bool> isUsed)
    {
        int[] rows = [.. Enumerable.Range(0, predictions.Rows.Length).Where(row => isUsed(row) && predictions.Targets.WeightOf(row) > 0)];
        var (low, high, inverse) = (LowestInverse, HighestInverse, 1.0);
        for (var step = 0; step < MaximumSteps && high - low > Tolerance * inverse; step++)
        {
            var (slope, curvature) = Differentiate(predictions, rows, inverse);
            (low, high) = slope > 0 ? (low, inverse) : (inverse, high);
            var next = inverse - (slope / curvature);
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - inverse) <= Tolerance * inverse)
            {
                return 1 / next;
            }

            inverse = next;
        }

        return 1 / inverse;
    }

    /// <summary>Returns the first and the second derivative of the loss of the rows by the inverse of the temperature.</summary>
    private static (double Slope, double Curvature) Differentiate(Predictions predictions, int[] rows, double inverse)
    {
        var classes = predictions.LogProbabilities.Length / predictions.Rows.Length;
        var logarithms = new double[classes];
        double slope = 0, curvature = 0;
        foreach (var row in rows)
        {
            var largest = double.NegativeInfinity;
            for (var index = 0; index < classes; index++)
            {
                logarithms[index] = Math.Max(predictions.LogProbabilities[(row * classes) + index], Floor);
                largest = Math.Max(largest, logarithms[index]);
            }

            double total = 0, sum = 0, squares = 0;
            foreach (var logarithm in logarithms)
            {
                var share = Math.Exp(inverse * (logarithm - largest));
                total += share;
                sum += share * logarithm;
                squares += share * logarithm * logarithm;
            }

            var (mean, weight) = (sum / total, predictions.Targets.WeightOf(row));
            slope += weight * (mean - logarithms[predictions.Targets.Classes[row]]);
            curvature += weight * ((squares / total) - (mean * mean));
        }

        return (slope, curvature);
    }
}
