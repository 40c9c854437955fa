using Microsoft.ML.OnnxRuntime;

namespace LearnML.Training.Tests.Exporting;

/// <summary>Runs an ONNX file with ONNX Runtime.</summary>
internal sealed class OnnxFile(byte[] bytes) : IDisposable
{
    private readonly InferenceSession session = new(bytes);

    /// <summary>The name, type and number of columns of each input.</summary>
    public IReadOnlyList<(string Name, Type Type, int Columns)> Inputs => Tensors(session.InputMetadata);

    /// <summary>The name, type and number of columns of each output.</summary>
    public IReadOnlyList<(string Name, Type Type, int Columns)> Outputs => Tensors(session.OutputMetadata);

    public IReadOnlyDictionary<string, string> Metadata => session.ModelMetadata.CustomMetadataMap;

    /// <summary>Runs the model and returns its outputs by name, each as a flat array.</summary>
    public Dictionary<string, Array> Ask(int rows, params (string Name, Array Values)[] inputs)
    {
        var values = inputs.Select(input => input.Values switch
        {
            float[] numbers => OrtValue.CreateTensorValueFromMemory(numbers, [rows, numbers.Length / rows]),
            double[] numbers => OrtValue.CreateTensorValueFromMemory(numbers, [rows, 1]),
            string[] texts => Texts(texts),
            _ => throw new ArgumentException(input.Name),
        }).ToList();
        using var options = new RunOptions();
        using var answers = session.Run(options, [.. inputs.Select(input => input.Name)], values, session.OutputNames);
        return session.OutputNames.Zip(answers, (name, answer) => (name, Read(answer))).ToDictionary();
    }

    public void Dispose() => session.Dispose();

    private static OrtValue Texts(string[] texts)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Length, 1]);
        for (var row = 0; row < texts.Length; row++)
        {
            value.StringTensorSetElementAt(texts[row], row);
        }

        return value;
    }

    private static Array Read(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.String => value.GetStringTensorAsArray(),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };

    private static List<(string, Type, int)> Tensors(IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        [.. metadata.Select(tensor => (tensor.Key, tensor.Value.ElementType, tensor.Value.Dimensions[1]))];
}
