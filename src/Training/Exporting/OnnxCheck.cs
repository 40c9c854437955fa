using System.Globalization;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using Microsoft.ML.OnnxRuntime;

namespace LearnML.Training.Exporting;

/// <summary>Compares what ONNX Runtime answers from a file with what the model answers, on trial rows.</summary>
internal static class OnnxCheck
{
    private const int Rows = 64;
    private const int Seed = 0;
    private const double Tolerance = 1e-5;

    /// <exception cref="ExportException">An answer differs by more than 1e-5; numbers of 1 or more in proportion, and of what is no logarithm in units of the target's scale. Or it does not run at all.</exception>
    public static void Run(byte[] file, Predictor predictor)
    {
        try
        {
            Compare(file, predictor);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ExportException($"ONNX Runtime cannot run the file: {exception.Message}");
        }
    }

    private static void Compare(byte[] file, Predictor predictor)
    {
        var (trial, description) = (new TrialRows(new Random(Seed)), predictor.Description);
        var inputs = description.Image is { } image ? trial.Pixels(Rows * image.Size, image.Maximum) : new float[Rows * description.Inputs];
        IReadOnlyList<OrtValue> values = description.Table is { } table
            ? [.. table.Columns.Select((column, index) => Trial(trial, predictor.Encoder!, index, column, inputs))]
            : [OrtValue.CreateTensorValueFromMemory(inputs, [Rows, description.Inputs])];
        var expected = new float[Rows * predictor.OutputsPerRow];
        predictor.Run(inputs, expected);
        using var session = new InferenceSession(file);
        using var options = new RunOptions();
        using var answers = session.Run(options, session.InputNames, values, session.OutputNames);
        if (description.Target is not { } target)
        {
            CompareClasses(answers, description.Classes, expected);
        }
        else
        {
            CompareNumbers(answers[0].GetTensorDataAsSpan<double>(), Array.ConvertAll(expected, target.Decode), target.IsLog ? 1 : Math.Max(1, target.Scale));
        }
    }

    /// <summary>Draws values of a column, and encodes them as the model does.</summary>
    private static OrtValue Trial(TrialRows trial, RowEncoder encoder, int index, InputColumn column, float[] inputs)
    {
        Span<float> Row(int row) => inputs.AsSpan(row * encoder.Width, encoder.Width);
        switch (column)
        {
            case { Category: { } category }:
                var texts = trial.Categories(category, Rows);
                foreach (var (row, text) in texts.Index())
                {
                    encoder.Write(index, text, Row(row));
                }

                return Texts(texts);
            case { Number: { } number }:
                var numbers = trial.Numbers(number, Rows);
                foreach (var (row, value) in numbers.Index())
                {
                    encoder.Write(index, value, Row(row));
                }

                return OrtValue.CreateTensorValueFromMemory(numbers, [Rows, 1]);
            default:
                var seconds = trial.Seconds(column.Date!, Rows);
                foreach (var (row, value) in seconds.Index())
                {
                    encoder.Write(index, TrialRows.Text(value), Row(row));
                }

                return OrtValue.CreateTensorValueFromMemory(seconds, [Rows, 1]);
        }
    }

    private static OrtValue Texts(string[] texts)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Length, 1]);
        foreach (var (row, text) in texts.Index())
        {
            value.StringTensorSetElementAt(text, row);
        }

        return value;
    }

    /// <param name="actual">What ONNX Runtime answers.</param>
    /// <param name="expected">What the model answers.</param>
    /// <param name="unit">What 1 is to the network: a number near 0 is not known more exactly than that.</param>
    private static void CompareNumbers(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double unit)
    {
        for (var row = 0; row < expected.Length; row++)
        {
            Require(Math.Abs(actual[row] - expected[row]) <= Tolerance * Math.Max(unit, Math.Abs(expected[row])), row, actual[row], expected[row]);
        }
    }

    private static void CompareClasses(IReadOnlyList<OrtValue> answers, IReadOnlyList<string> classes, float[] expected)
    {
        var labels = answers[0].GetStringTensorAsArray();
        var indices = answers[1].GetTensorDataAsSpan<long>();
        var probabilities = answers[2].GetTensorDataAsSpan<float>();
        for (var row = 0; row < Rows; row++)
        {
            var ofRow = expected.AsSpan(row * classes.Count, classes.Count);
            for (var index = 0; index < classes.Count; index++)
            {
                var actual = probabilities[(row * classes.Count) + index];
                Require(Math.Abs(actual - ofRow[index]) <= Tolerance, row, actual, ofRow[index]);
            }

            // Two that are nearly as probable may change places.
            var (answered, best) = ((int)indices[row], Predictor.MostProbable(ofRow));
            Require(labels[row] == classes[answered] && ofRow[best] - ofRow[answered] <= Tolerance, row, answered, best);
        }
    }

    private static void Require(bool condition, int row, double actual, double expected)
    {
        if (!condition)
        {
            throw new ExportException(string.Create(
                CultureInfo.InvariantCulture, $"ONNX Runtime answers row {row} of a trial with {actual:g9} where the model answers {expected:g9}: the file would not be the model."));
        }
    }
}
