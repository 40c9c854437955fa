using System.Numerics.Tensors;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>
/// Minimizes a smooth convex function with L-BFGS (Nocedal and Wright 2006, Numerical Optimization, algorithms 7.4 and 3.1).
/// </summary>
/// <param name="tolerance">The largest magnitude of the gradient at which the minimum counts as reached.</param>
internal sealed class Minimizer(double tolerance)
{
    /// <summary>The maximum number of steps.</summary>
    public const int MaximumSteps = 100;

    private const int Memory = 10;
    private const int MaximumHalvings = 20;
    private const double SufficientDecrease = 1e-4;

    private readonly List<(double[] Step, double[] Change, double Product)> memory = [];

    /// <summary>Returns the place of the minimum.</summary>
    /// <param name="start">Where the search starts. It is not changed.</param>
    /// <param name="function">Returns the value at a place (first argument) and writes its gradient (second argument).</param>
    public double[] Minimize(double[] start, Func<double[], double[], double> function)
    {
        var (place, gradient) = (start.AsSpan().ToArray(), new double[start.Length]);
        var value = function(place, gradient);
        for (var step = 0; step < MaximumSteps && Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) > tolerance; step++)
        {
            var direction = Direction(gradient);
            var slope = TensorPrimitives.Dot<double>(direction, gradient);
            if (Search(place, value, direction, slope, function) is not { } next)
            {
                break;
            }

            Remember(place, gradient, next.Place, next.Gradient);
            (place, value, gradient) = next;
        }

        return place;
    }

    /// <summary>Halves the step until the value decreases enough; null if it does not, because float32 is not precise enough for more.</summary>
    private static (double[] Place, double Value, double[] Gradient)? Search(
        double[] place, double value, double[] direction, double slope, Func<double[], double[], double> function)
    {
        var (next, gradient) = (new double[place.Length], new double[place.Length]);
        for (var (halvings, length) = (0, 1.0); halvings < MaximumHalvings; halvings++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd(direction, length, place, next);
            var nextValue = function(next, gradient);
            if (nextValue <= value + (SufficientDecrease * length * slope))
            {
                return (next, nextValue, gradient);
            }
        }

        return null;
    }

    /// <summary>Returns the direction of the next step: the negative gradient times the approximate inverse Hessian.</summary>
    private double[] Direction(double[] gradient)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate(gradient, direction);
        Span<double> shares = stackalloc double[memory.Count];
        for (var index = memory.Count - 1; index >= 0; index--)
        {
            shares[index] = TensorPrimitives.Dot<double>(memory[index].Step, direction) / memory[index].Product;
            TensorPrimitives.MultiplyAdd(memory[index].Change, -shares[index], direction, direction);
        }

        if (memory is [.., var last])
        {
            TensorPrimitives.Multiply(direction, last.Product / TensorPrimitives.SumOfSquares<double>(last.Change), direction);
        }

        for (var index = 0; index < memory.Count; index++)
        {
            var share = shares[index] - (TensorPrimitives.Dot<double>(memory[index].Change, direction) / memory[index].Product);
            TensorPrimitives.MultiplyAdd(memory[index].Step, share, direction, direction);
        }

        return direction;
    }

    private void Remember(double[] place, double[] gradient, double[] nextPlace, double[] nextGradient)
    {
        var (step, change) = (new double[place.Length], new double[place.Length]);
        TensorPrimitives.Subtract(nextPlace, place, step);
        TensorPrimitives.Subtract(nextGradient, gradient, change);
        var product = TensorPrimitives.Dot<double>(step, change);
        if (product <= 0)
        {
            return; // rounding errors
        }

        if (memory.Count == Memory)
        {
            memory.RemoveAt(0);
        }

        memory.Add((step, change, product));
    }
}
