using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>
/// Ridge regression with an intercept that is not penalized: it minimizes the sum of squared errors plus penalty · |weights|². Generalized
/// cross-validation chooses the penalty (Golub, Heath and Wahba 1979, https://doi.org/10.1080/00401706.1979.10489751).
/// </summary>
/// <param name="Weights">One for each input.</param>
/// <param name="Intercept">The prediction for inputs of 0.</param>
/// <param name="Penalty">The chosen penalty, divided by the number of rows.</param>
internal sealed record RidgeRegression(float[] Weights, double Intercept, double Penalty)
{
    /// <summary>The penalties to choose from, divided by the number of rows, the largest first.</summary>
    public static readonly double[] Penalties = [10, 1, 1e-1, 1e-2, 1e-3, 1e-4];

    /// <summary>Fewer free residuals than this share of the rows say nothing about other rows.</summary>
    private const double MinimumFreeShare = 0.1;

    /// <summary>Above this number of inputs, eigenvalues are computed as float32, in half the time.</summary>
    private const int PreciseWidth = 128;

    /// <summary>Fits the weights and chooses the penalty.</summary>
    /// <param name="inputs">The inputs of the training rows.</param>
    /// <param name="targets">The encoded target of each row.</param>
    /// <param name="weights">The weight of each row, with a mean of 1; empty for equal weights.</param>
    public static RidgeRegression Fit(InputColumns inputs, float[] targets, float[]? weights = null)
    {
        var roots = Array.ConvertAll(weights ?? [], MathF.Sqrt);
        var (rows, width) = (inputs.Rows, inputs.Width);
        var means = ComputeMeans(inputs, targets, weights ?? []);

        using var scope = NewDisposeScope();
        var products = ComputeProducts(inputs, targets, means, roots);
        var (values, vectors) = linalg.eigh(products[..width, ..width].to(width > PreciseWidth ? float32 : float64));
        var projected = vectors.t().mv(products[..width, width].to(vectors.dtype));
        var (eigenvalues, moments) = (Read(values), Read(projected));
        var total = products[width, width].item<double>();
        var penalty = Penalties.MinBy(candidate => GeneralizedError(eigenvalues, moments, total, rows, candidate * rows));
        var scaled = new double[width];
        for (var index = 0; index < width; index++)
        {
            scaled[index] = moments[index] / (Math.Max(eigenvalues[index], 0) + (penalty * rows));
        }

        var solved = Read(vectors.mv(tensor(scaled).to(vectors.dtype)));
        return new RidgeRegression(
            Array.ConvertAll(solved, weight => (float)weight),
            means[width] - TensorPrimitives.Dot<double>(solved, means.AsSpan(0, width)),
            penalty);
    }

    /// <summary>Returns the prediction for each row.</summary>
    public float[] Predict(InputColumns inputs)
    {
        var predicted = new float[inputs.Rows];
        predicted.AsSpan().Fill((float)Intercept);
        for (var column = 0; column < inputs.Width; column++)
        {
            TensorPrimitives.MultiplyAdd(inputs.Column(column), Weights[column], predicted, predicted);
        }

        return predicted;
    }

    /// <summary>Returns the mean of each input, and last that of the target.</summary>
    private static double[] ComputeMeans(InputColumns inputs, float[] targets, float[] weights)
    {
        var means = new double[inputs.Width + 1];
        for (var start = 0; start < inputs.Rows; start += InputColumns.ChunkRows)
        {
            var count = Math.Min(InputColumns.ChunkRows, inputs.Rows - start);
            for (var column = 0; column < inputs.Width; column++)
            {
                means[column] += Sum(inputs.Column(column, start, count)) / inputs.Rows;
            }

            means[^1] += Sum(targets.AsSpan(start, count)) / inputs.Rows;

            double Sum(ReadOnlySpan<float> values) =>
                weights.Length == 0 ? TensorPrimitives.Sum(values) : TensorPrimitives.Dot(values, weights.AsSpan(start, count));
        }

        return means;
    }

    /// <summary>
    /// Returns the sums of the products of all pairs of centered columns, [inputs + 1, inputs + 1]; the target is the last column. Each row counts
    /// with its weight, whose root is given.
    /// </summary>
    private static Tensor ComputeProducts(InputColumns inputs, float[] targets, double[] means, float[] roots)
    {
        var sum = zeros(means.Length, means.Length, float64);
        var chunk = new float[means.Length * Math.Min(inputs.Rows, InputColumns.ChunkRows)];
        for (var start = 0; start < inputs.Rows; start += InputColumns.ChunkRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(InputColumns.ChunkRows, inputs.Rows - start);
            for (var column = 0; column < means.Length; column++)
            {
                var values = column == inputs.Width ? targets.AsSpan(start, count) : inputs.Column(column, start, count);
                var centered = chunk.AsSpan(column * count, count);
                TensorPrimitives.Subtract(values, (float)means[column], centered);
                if (roots.Length > 0)
                {
                    TensorPrimitives.Multiply(centered, roots.AsSpan(start, count), centered);
                }
            }

            var columns = tensor(chunk)[..(means.Length * count)].view(means.Length, count);
            sum.add_(columns.matmul(columns.t()));
        }

        return sum;
    }

    private static double[] Read(Tensor values) => values.to(float64).data<double>().ToArray();

    /// <summary>
    /// Returns the generalized cross-validation error rows · Σ residual² / (rows − 1 − Σ λ/(λ + penalty))², infinite if hardly any residual is free.
    /// </summary>
    private static double GeneralizedError(double[] eigenvalues, double[] moments, double total, int rows, double penalty)
    {
        var (squares, free) = (total, rows - 1.0);
        for (var index = 0; index < eigenvalues.Length; index++)
        {
            var eigenvalue = Math.Max(eigenvalues[index], 0);
            squares -= moments[index] * moments[index] * (eigenvalue + (2 * penalty)) / ((eigenvalue + penalty) * (eigenvalue + penalty));
            free -= eigenvalue / (eigenvalue + penalty);
        }

        return free < MinimumFreeShare * rows ? double.PositiveInfinity : rows * Math.Max(squares, 0) / (free * free);
    }
}
