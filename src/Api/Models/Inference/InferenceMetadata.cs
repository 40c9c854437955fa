using LearnML.Api.Models.Inference.Protocol;
using LearnML.Api.Models.Inference.Reading;
using LearnML.Api.Models.Inference.Writing;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Inference;

/// <summary>Describes the server and its models.</summary>
internal static class InferenceMetadata
{
    private const string Platform = "learnml_torch";
    private const int DynamicSize = -1;

    /// <summary>The metadata of the server.</summary>
    public static ServerMetadata Server { get; } = new(
        "learnml",
        typeof(InferenceMetadata).Assembly.GetName().Version!.ToString(3),
        ["binary_tensor_data", "model_repository", "model_configuration", "statistics"]);

    /// <summary>Returns the metadata of a model.</summary>
    public static ModelMetadata DescribeModel(string name, IEnumerable<string> versions, Predictor predictor) => new(
        name,
        versions,
        Platform,
        DescribeInputs(predictor).Select(ToMetadata),
        InferenceOutputs.Describe(predictor, PredictionDetails.None).Select(ToMetadata));

    /// <summary>Returns the configuration of a model.</summary>
    public static ModelConfiguration DescribeConfiguration(string name, Predictor predictor) => new(
        name,
        Platform,
        Backend: "learnml",
        new VersionPolicy(new LatestVersions(1)),
        predictor.MaximumBatchSize,
        DescribeInputs(predictor).Select(ToConfiguration),
        InferenceOutputs.Describe(predictor, PredictionDetails.None).Select(ToConfiguration));

    private static IEnumerable<TensorDescription> DescribeInputs(Predictor predictor) => predictor.Description.Table is { } table
        ? table.Columns.Select(column => new TensorDescription(column.Name, column.Type == ColumnType.Numeric ? Datatype.Fp64 : Datatype.Bytes, 1))
        : [new TensorDescription(TensorNames.Instances, Datatype.Fp32, predictor.Description.Inputs)];

    private static TensorMetadata ToMetadata(TensorDescription tensor) => new(tensor.Name, tensor.Datatype.Name, [DynamicSize, tensor.Width]);

    private static TensorConfiguration ToConfiguration(TensorDescription tensor) =>
        new(tensor.Name, tensor.Datatype == Datatype.Bytes ? "TYPE_STRING" : "TYPE_" + tensor.Datatype.Name, [tensor.Width]);
}
