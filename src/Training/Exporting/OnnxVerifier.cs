using System.Globalization;
using System.Numerics.Tensors;
using LearnML.Training.Checkpoints;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using Microsoft.ML.OnnxRuntime;

namespace LearnML.Training.Exporting;

/// <summary>Runs an exported file in ONNX Runtime with generated rows, and compares the predictions with the model's own predictions.</summary>
internal static class OnnxVerifier
{
    private const int RowCount = 64;
    private const int Seed = 0;
    private const double Tolerance = 1e-5;

    /// <summary>
    /// Checks a file. Probabilities may differ by 1e-5. A predicted number may differ by 1e-5 times its magnitude or times a minimum, whichever is
    /// larger. The minimum is 1; if the target is not a logarithm and its scale is above 1, it is the scale.
    /// </summary>
    /// <exception cref="ExportException">A prediction differs by more, or ONNX Runtime cannot run the file.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static void Verify(string path, Predictor predictor, CancellationToken cancellationToken = default)
    {
        try
        {
            Compare(path, predictor, cancellationToken);
        }
        catch (OnnxRuntimeException exception)
        {
            // ONNX Runtime reports a cancelled load or run as an error.
            cancellationToken.ThrowIfCancellationRequested();
            throw new ExportException($"ONNX Runtime cannot run the file: {exception.Message}");
        }
    }

    private static void Compare(string path, Predictor predictor, CancellationToken cancellationToken)
    {
        var (trial, description) = (new SyntheticRows(new Random(Seed)), predictor.Description);
        var inputs = description.Image is { } image ? trial.Pixels(RowCount * image.Size, image.Maximum) : new float[RowCount * description.Inputs];
        IReadOnlyList<OrtValue> values = description.Table is { } table
            ? [.. table.Columns.Select((column, index) => GenerateInput(trial, predictor.Encoder!, index, column, inputs))]
            : [OrtValue.CreateTensorValueFromMemory(inputs, [RowCount, description.Inputs])];
        var expected = new float[RowCount * predictor.OutputsPerRow];
        predictor.Run(inputs, expected, cancellationToken);
        using var sessionOptions = new SessionOptions();
        using var options = new RunOptions();
        using var cancellation = cancellationToken.Register(() =>
        {
            sessionOptions.SetLoadCancellationFlag(true);
            options.Terminate = true;
        });
        using var session = new InferenceSession(path, sessionOptions);
        using var outputs = session.Run(options, session.InputNames, values, session.OutputNames);
        if (description.Target is not { } target)
        {
            CompareClasses(outputs, description, expected);
        }
        else
        {
            var unit = target.IsLog ? 1 : Math.Max(1, target.Scale);
            CompareNumbers(outputs[0].GetTensorDataAsSpan<double>(), Array.ConvertAll(expected, target.Decode), unit);
        }
    }

    /// <summary>Generates values of a column. Returns them as an ONNX Runtime input, and writes the model's encoding of them to the inputs.</summary>
    private static OrtValue GenerateInput(SyntheticRows trial, RowEncoder encoder, int index, InputColumn column, float[] inputs)
    {
        Span<float> Row(int row) => inputs.AsSpan(row * encoder.Width, encoder.Width);
        switch (column)
        {
            case { Category: { } category }:
                var texts = trial.Categories(category, RowCount);
                foreach (var (row, text) in texts.Index())
                {
                    encoder.Write(index, text, Row(row));
                }

                return CreateStringTensor(texts);
            case { Number: { } number }:
                var numbers = trial.Numbers(number, RowCount);
                foreach (var (row, value) in numbers.Index())
                {
                    encoder.Write(index, value, Row(row));
                }

                return OrtValue.CreateTensorValueFromMemory(numbers, [RowCount, 1]);
            default:
                var seconds = trial.Seconds(column, RowCount);
                foreach (var (row, value) in seconds.Index())
                {
                    encoder.Write(index, SyntheticRows.FormatDate(column, value), Row(row));
                }

                return OrtValue.CreateTensorValueFromMemory(seconds, [RowCount, 1]);
        }
    }

    private static OrtValue CreateStringTensor(string[] texts)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Length, 1]);
        foreach (var (row, text) in texts.Index())
        {
            value.StringTensorSetElementAt(text, row);
        }

        return value;
    }

    /// <param name="actual">The predictions of ONNX Runtime.</param>
    /// <param name="expected">The predictions of the model.</param>
    /// <param name="unit">
    /// The minimum magnitude for the tolerance: about what 1 in the network's output means in the target. Numbers near 0 are no more precise.
    /// </param>
    private static void CompareNumbers(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double unit)
    {
        for (var row = 0; row < expected.Length; row++)
        {
            Require(Math.Abs(actual[row] - expected[row]) <= Tolerance * Math.Max(unit, Math.Abs(expected[row])), row, actual[row], expected[row]);
        }
    }

    private static void CompareClasses(IReadOnlyList<OrtValue> outputs, CheckpointDescription description, float[] expected)
    {
        var (classes, threshold) = (description.Classes, description.Threshold);
        var labels = outputs[0].GetStringTensorAsArray();
        var indices = outputs[1].GetTensorDataAsSpan<long>();
        var probabilities = outputs[2].GetTensorDataAsSpan<float>();
        for (var row = 0; row < RowCount; row++)
        {
            var rowProbabilities = expected.AsSpan(row * classes.Count, classes.Count);
            for (var index = 0; index < classes.Count; index++)
            {
                var actual = probabilities[(row * classes.Count) + index];
                Require(Math.Abs(actual - rowProbabilities[index]) <= Tolerance, row, actual, rowProbabilities[index]);
            }

            // Another class is accepted if it is almost as probable as the best one, or if the probability is almost at the threshold.
            var (actualIndex, best) = ((int)indices[row], threshold?.ClassOf(rowProbabilities) ?? TensorPrimitives.IndexOfMax(rowProbabilities));
            var distance = threshold is null
                ? rowProbabilities[best] - rowProbabilities[actualIndex]
                : Math.Abs(rowProbabilities[threshold.Positive] - threshold.Value);
            Require(labels[row] == classes[actualIndex] && (actualIndex == best || distance <= Tolerance), row, actualIndex, best);
        }
    }

    private static void Require(bool condition, int row, double actual, double expected)
    {
        if (!condition)
        {
            throw new ExportException(string.Create(
                CultureInfo.InvariantCulture,
                $"ONNX Runtime predicts {actual:g9} for generated row {row}, but the model predicts {expected:g9}, so the file would be wrong."));
        }
    }
}
