using LearnML.Training.Fitting;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Evaluation;

/// <summary>What a network says of labelled rows.</summary>
/// <param name="Predicted">The most probable class of each row.</param>
/// <param name="Probability">Its probability.</param>
internal sealed record Answers(long[] Predicted, float[] Probability)
{
    private const int BatchSize = 4096;

    /// <summary>Asks <paramref name="network"/>, with dropout off, for every row in order.</summary>
    public static Answers Of(Sequential network, RowSet rows)
    {
        var predicted = new long[rows.Count];
        var probability = new float[rows.Count];
        network.eval();
        using var off = no_grad();
        using var order = rows.InOrder();
        for (long start = 0; start < rows.Count; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            var (inputs, _) = rows.Batch(order.narrow(0, start, Math.Min(BatchSize, rows.Count - start)));
            var (values, indexes) = network.call(inputs).softmax(1).max(1);
            values.cpu().data<float>().CopyTo(probability, (int)start);
            indexes.cpu().data<long>().CopyTo(predicted, (int)start);
        }

        return new Answers(predicted, probability);
    }
}
