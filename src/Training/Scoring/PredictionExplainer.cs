using LearnML.Contracts;
using LearnML.Training.Explanations;
using LearnML.Training.Predicting;

namespace LearnML.Training.Scoring;

/// <summary>Explains the predictions of a loaded model for rows of a table, with Shapley values.</summary>
public sealed class PredictionExplainer
{
    /// <summary>Why a row cannot be explained, as the end of a sentence.</summary>
    public const string OverflowReason = "a mix of its values and those of a background row has no finite prediction, so it cannot be explained";

    private const long Seed = 0;

    private readonly Predictor predictor;
    private readonly ShapleyValues shapley;
    private readonly string[] columns;
    private readonly float[] background;

    /// <summary>Prepares the explanations of a model.</summary>
    /// <param name="predictor">The model; it takes rows of a table.</param>
    public PredictionExplainer(Predictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        this.predictor = predictor;
        var explained = ExplainedColumn.List(predictor.Description.Table!, []);
        columns = [.. explained.Select(column => column.Name)];
        background = predictor.Background ?? predictor.Encoder!.MissingRow.ToArray();
        shapley = new ShapleyValues(explained, background, predictor.Description.Inputs, Seed);
    }

    /// <summary>The names of the columns, in the order of the contributions.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The memory that the computation takes in bytes.</summary>
    public long Bytes => shapley.Bytes;

    /// <summary>The maximum number of rows to explain in one request, so that it ends within half a minute on two cores.</summary>
    public int MaximumRows => ExplanationBudget.MaximumExplainedRows(shapley.PassesPerRow, predictor.MultiplyAdds);

    /// <summary>Explains the predictions for some rows.</summary>
    /// <param name="inputs">[rows, inputs], encoded.</param>
    /// <param name="outputs">The outputs of the model for these rows.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public PredictionExplanations Explain(ReadOnlyMemory<float> inputs, float[] outputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var (width, perRow) = (predictor.Description.Inputs, predictor.OutputsPerRow);
        var rows = outputs.Length / perRow;
        var backgroundOutputs = new float[shapley.BackgroundRows * perRow];
        predictor.Run(background, backgroundOutputs, cancellationToken);
        var (bases, contributions, errors) = (new double[rows], new double[rows * columns.Length], new double[rows]);
        var backgroundValues = new double[shapley.BackgroundRows];
        for (var row = 0; row < rows; row++)
        {
            // For classes, the probability of the predicted class is explained.
            var output = perRow == 1 ? 0 : predictor.ClassOf(outputs.AsSpan(row * perRow, perRow));
            ToValues(backgroundOutputs, output, backgroundValues);
            bases[row] = backgroundValues.Average();
            errors[row] = shapley.Explain(
                (mixed, values) => Compute(mixed, output, values, cancellationToken),
                inputs.Span.Slice(row * width, width),
                ToValue(outputs[(row * perRow) + output]),
                backgroundValues,
                contributions.AsSpan(row * columns.Length, columns.Length),
                cancellationToken);
        }

        return new PredictionExplanations(
            columns,
            bases,
            contributions,
            errors,
            shapley.IsExact ? ExplanationMethod.Exact : ExplanationMethod.Sampled,
            predictor.Background is null ? ExplanationBackground.MissingRow : ExplanationBackground.TrainingRows);
    }

    private void Compute(ReadOnlySpan<float> inputs, int output, Span<double> values, CancellationToken cancellationToken)
    {
        var outputs = new float[values.Length * predictor.OutputsPerRow];
        predictor.Run(inputs, outputs, cancellationToken);
        ToValues(outputs, output, values);
    }

    private void ToValues(float[] outputs, int output, Span<double> values)
    {
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = ToValue(outputs[(row * predictor.OutputsPerRow) + output]);
        }
    }

    private double ToValue(float output) => predictor.Description.Target is null ? output : predictor.Decode(output);
}
