using LearnML.Contracts;
using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Inference;

/// <summary>The metadata of the server and its models, in the form of the Open Inference Protocol.</summary>
internal static class InferenceMetadata
{
    private const string Platform = "learnml_torch";
    private const int DynamicSize = -1;

    /// <summary>The metadata of the server.</summary>
    public static object Server { get; } = new
    {
        name = "learnml",
        version = typeof(InferenceMetadata).Assembly.GetName().Version!.ToString(3),
        extensions = new[] { "binary_tensor_data", "model_repository", "model_configuration", "statistics" },
    };

    /// <summary>Returns the metadata of a model.</summary>
    public static object DescribeModel(string name, IEnumerable<string> versions, Predictor predictor) => new
    {
        name,
        versions,
        platform = Platform,
        inputs = DescribeInputs(predictor)
            .Select(input => new { name = input.Name, datatype = input.Datatype.Name, shape = new[] { DynamicSize, input.Width } }),
        outputs = InferenceOutputs.Describe(predictor)
            .Select(output => new { name = output.Name, datatype = output.Datatype.Name, shape = new[] { DynamicSize, output.Width } }),
    };

    /// <summary>
    /// Returns the configuration of a model
    /// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_configuration.md).
    /// </summary>
    public static object DescribeConfiguration(string name, Predictor predictor) => new
    {
        name,
        platform = Platform,
        backend = "learnml",
        version_policy = new { latest = new { num_versions = 1 } },
        max_batch_size = predictor.MaximumBatchSize,
        input = DescribeInputs(predictor)
            .Select(input => new { name = input.Name, data_type = GetConfigurationType(input.Datatype), dims = new[] { input.Width } }),
        output = InferenceOutputs.Describe(predictor)
            .Select(output => new { name = output.Name, data_type = GetConfigurationType(output.Datatype), dims = new[] { output.Width } }),
    };

    private static IEnumerable<(string Name, Datatype Datatype, int Width)> DescribeInputs(Predictor predictor) =>
        predictor.Description.Table is { } table
        ? table.Columns.Select(column => (column.Name, column.Type == ColumnType.Numeric ? Datatype.Fp64 : Datatype.Bytes, 1))
        : [(InferenceInputReader.ImagesTensor, Datatype.Fp32, predictor.Description.Inputs)];

    private static string GetConfigurationType(Datatype datatype) => datatype == Datatype.Bytes ? "TYPE_STRING" : "TYPE_" + datatype.Name;
}
