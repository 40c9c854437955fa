using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>
/// The category embeddings of a batched network. A row of the table of trained numbers belongs to an input. All columns of all members go through one
/// product: the table has a block of outputs for each column, and is 0 outside of the blocks. So a category that sets no input gives zeros.
/// </summary>
internal sealed class BatchedCategoryEmbedding : Layer
{
    private readonly PlannedCategoryEmbedding plan;
    private readonly LayerContext context;
    private readonly LayerParameter weight;
    private readonly MemberSelection embedded;
    private readonly MemberSelection outputs;
    private readonly MemberSelection trainedOutputs;
    private readonly MemberSelection otherGradients;
    private readonly MemberConstant blocks;
    private (Tensor Input, Tensor Blocks)? saved;

    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The inputs of each member.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedCategoryEmbedding(PlannedCategoryEmbedding plan, IReadOnlyList<NetworkInputs> inputs, LayerContext context)
    {
        (this.plan, this.context) = (plan, context);
        var parameters = context.Parameters;
        int[][] others = [.. inputs.Select(each => plan.OtherPositions(each).ToArray())];
        int[] trained = [.. inputs.Select(each => plan.Choose(each).Count * plan.Spec.Outputs)];
        embedded = new MemberSelection(
            [.. inputs.Select(each => plan.Choose(each).SelectMany(column => column.Positions).ToArray())], parameters);
        outputs = new MemberSelection(
            [.. others.Zip(trained, (positions, count) => (int[])[.. positions, .. Enumerable.Range(plan.Inputs, count)])], parameters);
        trainedOutputs = new MemberSelection(
            [.. others.Zip(trained, (positions, count) => Enumerable.Range(positions.Length, count).ToArray())], parameters);
        otherGradients = new MemberSelection([.. others.Select(FindOutputs)], parameters);
        blocks = new MemberConstant([.. inputs.Select(MarkBlocks)], [plan.Rows, plan.Columns, 1], parameters.Values.dtype, parameters);
        weight = parameters.Add(PlannedCategoryEmbedding.NetworkPath, false, false,
            context.Members == 1 ? [plan.Rows, plan.Spec.Outputs] : [context.Members, plan.Rows, plan.Spec.Outputs]);
        for (var member = 0; member < context.Members; member++)
        {
            DrawInitialValues(member, plan.Choose(inputs[member]).Sum(column => column.Width));
        }
    }

    public override bool IsTrained => true;

    public override Tensor Forward(Tensor input)
    {
        // [.., rows, table rows] · [.., table rows, columns · outputs]
        var (x, ofColumns) = (embedded.Select(input), blocks.For(input));
        var table = weight.ValuesFor(input).unsqueeze(-2).mul(ofColumns).flatten(-2, -1);
        saved = context.IsTraining ? (x, ofColumns) : null;
        return outputs.Select(cat([input, x.matmul(table)], -1));
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (x, ofColumns) = saved!.Value;
        var ofTable = x.transpose(-2, -1).matmul(trainedOutputs.Select(gradient));
        weight.AddGradient(ofTable.view([.. ofTable.shape[..^1], plan.Columns, plan.Spec.Outputs]).mul_(ofColumns).sum([-2]));

        // Categories come from the rows and from no trained layer, so nothing asks for the gradients of their inputs. They stay 0.
        return needsInputGradient ? otherGradients.Select(gradient) : null;
    }

    /// <summary>Returns for each input the position of its output; <see cref="MemberSelection.Nothing"/> if it is embedded or padding.</summary>
    private int[] FindOutputs(int[] others)
    {
        int[] found = [.. Enumerable.Repeat(MemberSelection.Nothing, plan.Inputs)];
        foreach (var (output, input) in others.Index())
        {
            found[input] = output;
        }

        return found;
    }

    /// <summary>Returns [table rows, columns]: 1 where the row belongs to the column, else 0.</summary>
    private int[] MarkBlocks(NetworkInputs inputs)
    {
        var (marks, row) = (new int[plan.Rows * plan.Columns], 0);
        foreach (var (index, column) in plan.Choose(inputs).Index())
        {
            for (var end = row + column.Width; row < end; row++)
            {
                marks[(row * plan.Columns) + index] = 1;
            }
        }

        return marks;
    }

    /// <summary>
    /// Draws a member's table from its own generator, on the CPU: N(0, 1), the scale of standardized numbers, as pytabkit's RealMLP and PyTorch's
    /// <c>nn.Embedding</c> do.
    /// </summary>
    private void DrawInitialValues(int member, int rows)
    {
        using var scope = NewDisposeScope();
        var own = (context.Members == 1 ? weight.Values : weight.Values[member]).narrow(0, 0, rows);
        own.copy_(empty(own.shape).normal_(0, 1, context.Random.Members[member].CpuGenerator));
    }
}
