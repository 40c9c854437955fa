using Google.Protobuf;
using LearnML.Training.Checkpoints;
using LearnML.Training.Exporting.Onnx;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>
/// Exports models as ONNX files. The files take raw columns or pixels as input and return decoded predictions. The tensors have the same names
/// as in inference requests (<c>/v2</c>). (https://onnx.ai)
/// </summary>
public static class OnnxExport
{
    private const string PixelsInput = "instances";
    private const string LabelOutput = "label";
    private const string ClassIndexOutput = "class_index";
    private const string ProbabilitiesOutput = "probabilities";
    private const string ValueOutput = "value";

    private const int IrVersion = 10;
    private const int Operators = 20;
    private const int LearningOperators = 3;

    // A Protocol Buffers message must be smaller than 2 GiB. 64 MiB are reserved for everything except the weights.
    private const long MostBytes = int.MaxValue - (1 << 26);

    /// <summary>Returns the content of the file. Before that, it checks that ONNX Runtime predicts the same with it as the model.</summary>
    /// <exception cref="ExportException">The model is too large for the format, or the predictions differ.</exception>
    public static byte[] Of(Predictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var description = predictor.Description;
        if (predictor.Bytes > MostBytes)
        {
            throw new ExportException(
                $"The model's weights have {predictor.Bytes:n0} bytes, but an ONNX file must be smaller than 2 GiB. " +
                "Use format=safetensors, which has no size limit.");
        }

        var graph = new OnnxGraph();
        var inputs = description.Table is { } table ? new OnnxPreprocessing(graph, table).Add() : Pixels(graph, description.Image!);
        var outputs = Networks(graph, predictor, inputs);
        if (description.Target is { } target)
        {
            AnswerNumber(graph, outputs, target);
        }
        else
        {
            AnswerClass(graph, outputs, description.Classes);
        }

        var bytes = Model(graph, description).ToByteArray();
        OnnxCheck.Run(bytes, predictor);
        return bytes;
    }

    private static string Pixels(OnnxGraph graph, ImageInput image)
    {
        var description = $"Images of {image.Height} x {image.Width} pixels from 0 to {image.Maximum}, row by row from the top.";
        var pixels = graph.Input(PixelsInput, DataType.Float, image.Size, description);
        return graph.Add("Div", [pixels, graph.Constant(image.Maximum)]);
    }

    /// <summary>
    /// Adds all networks and the mean of their outputs. Returns the name of the result: class probabilities, or the encoded number.
    /// </summary>
    private static string Networks(OnnxGraph graph, Predictor predictor, string inputs)
    {
        var parameters = predictor.Named().ToDictionary(named => named.Name, named => named.Tensor);
        var (plan, members) = (predictor.Plan(), predictor.Description.Spec.Network.Ensemble);
        var each = Enumerable.Range(0, members).Select(member =>
        {
            var output = new OnnxNetwork(graph, parameters, CheckpointFolder.NameOf(members, member)).Add(plan.Layers, inputs);
            return predictor.Description.Target is null ? graph.Add("Softmax", [output]) : output;
        }).ToList();
        return members == 1 ? each[0] : graph.Add("Mean", each);
    }

    private static void AnswerNumber(OnnxGraph graph, string output, TargetEncoding target)
    {
        var number = new OnnxNumber(graph, graph.Add("Cast", [output], OnnxAttribute.Of("to", (long)DataType.Double)));
        var decoded = (number * target.Scale) + target.Mean;
        graph.Output((target.IsLog ? decoded.Exp() : decoded).Name, ValueOutput, DataType.Double, 1);
    }

    private static void AnswerClass(OnnxGraph graph, string probabilities, IReadOnlyList<string> classes)
    {
        var index = graph.Add("ArgMax", [probabilities], OnnxAttribute.Of("axis", 1));
        graph.Output(graph.Add("Gather", [graph.Constant(classes), index]), LabelOutput, DataType.String, 1);
        graph.Output(index, ClassIndexOutput, DataType.Int64, 1);
        graph.Output(probabilities, ProbabilitiesOutput, DataType.Float, classes.Count);
    }

    private static ModelProto Model(OnnxGraph graph, CheckpointDescription description) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "LearnML",
        ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
        OpsetImport =
        {
            new OperatorSetIdProto { Version = Operators },
            new OperatorSetIdProto { Domain = OnnxGraph.MachineLearning, Version = LearningOperators },
        },
        Graph = graph.Message,
        MetadataProps =
        {
            new StringStringEntryProto { Key = "job", Value = description.JobId.ToString() },
            new StringStringEntryProto { Key = "dataset", Value = description.Spec.Dataset },
            new StringStringEntryProto { Key = "dataset_sha256", Value = description.DatasetHash },
            new StringStringEntryProto { Key = "weights_sha256", Value = description.WeightsSha256 },
        },
    };
}
