using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>
/// The category embeddings of a batched network. A row of the table of trained numbers belongs to an input. The columns of a group, of all members,
/// go through one product: the table has a block of outputs for each column, and is 0 outside of the blocks. So a category that sets no input gives
/// zeros.
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
    private readonly MemberConstant[] blocks;
    private Tensor? saved;

    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The inputs of each member.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedCategoryEmbedding(PlannedCategoryEmbedding plan, IReadOnlyList<NetworkInputs> inputs, LayerContext context)
    {
        (this.plan, this.context) = (plan, context);
        var parameters = context.Parameters;
        int[][] others = [.. inputs.Select(each => plan.OtherPositions(each).ToArray())];
        int[] trained = [.. inputs.Select(each => plan.Choose(each).Count * plan.Spec.Outputs)];
        embedded = new MemberSelection([.. inputs.Select(FindEmbedded)], parameters);
        outputs = new MemberSelection(
            [.. others.Zip(trained, (positions, count) => (int[])[.. positions, .. Enumerable.Range(plan.Inputs, count)])], parameters);
        trainedOutputs = new MemberSelection(
            [.. others.Zip(trained, (positions, count) => Enumerable.Range(positions.Length, count).ToArray())], parameters);
        otherGradients = new MemberSelection([.. others.Select(FindOutputs)], parameters);
        blocks =
        [
            .. plan.Groups.Select((group, index) => new MemberConstant(
                [.. inputs.Select(each => MarkBlocks(group, plan.ChooseGroups(each)[index]))], [group.Rows, group.Columns, 1],
                parameters.Values.dtype, parameters)),
        ];
        weight = parameters.Add(PlannedCategoryEmbedding.NetworkPath, false, false,
            context.Members == 1 ? [plan.Rows, plan.Spec.Outputs] : [context.Members, plan.Rows, plan.Spec.Outputs]);
        for (var member = 0; member < context.Members; member++)
        {
            DrawInitialValues(member, plan.ChooseGroups(inputs[member]));
        }
    }

    public override bool IsTrained => true;

    public override Tensor Forward(Tensor input)
    {
        var (x, table) = (embedded.Select(input), weight.ValuesFor(input));
        saved = context.IsTraining ? x : null;

        // For each group: [.., rows, table rows] · [.., table rows, columns · outputs]
        var trained = plan.Groups.Zip(blocks, (group, ofColumns) => x.narrow(-1, group.Start, group.Rows).matmul(
            table.narrow(-2, group.Start, group.Rows).unsqueeze(-2).mul(ofColumns.For(input)).flatten(-2, -1)));
        return outputs.Select(cat([input, .. trained], -1));
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (x, ofTrained) = (saved!.transpose(-2, -1), trainedOutputs.Select(gradient));
        var ofTable = plan.Groups.Select((group, index) =>
        {
            var start = index * CategoryGroup.MaximumColumns * plan.Spec.Outputs;
            var product = x.narrow(-2, group.Start, group.Rows).matmul(ofTrained.narrow(-1, start, group.Columns * plan.Spec.Outputs));
            return product.view([.. product.shape[..^1], group.Columns, plan.Spec.Outputs]).mul_(blocks[index].For(gradient)).sum([-2]);
        });
        weight.AddGradient(cat([.. ofTable], -2));

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

    /// <summary>Returns for each row of the table the position of its input; <see cref="MemberSelection.Nothing"/> if it has none.</summary>
    private int[] FindEmbedded(NetworkInputs inputs)
    {
        int[] found = [.. Enumerable.Repeat(MemberSelection.Nothing, plan.Rows)];
        foreach (var (group, columns) in plan.Groups.Zip(plan.ChooseGroups(inputs)))
        {
            columns.SelectMany(column => column.Positions).ToArray().CopyTo(found, group.Start);
        }

        return found;
    }

    /// <summary>Returns [table rows, columns] of a group: 1 where the row belongs to the column, else 0.</summary>
    private static int[] MarkBlocks(CategoryGroup group, IReadOnlyList<CategoryInputs> columns)
    {
        var (marks, row) = (new int[group.Rows * group.Columns], 0);
        foreach (var (index, column) in columns.Index())
        {
            for (var end = row + column.Width; row < end; row++)
            {
                marks[(row * group.Columns) + index] = 1;
            }
        }

        return marks;
    }

    /// <summary>
    /// Draws a member's table from its own generator, on the CPU: N(0, 1), the scale of standardized numbers, as pytabkit's RealMLP and PyTorch's
    /// <c>nn.Embedding</c> do.
    /// </summary>
    private void DrawInitialValues(int member, IReadOnlyList<IReadOnlyList<CategoryInputs>> groups)
    {
        using var scope = NewDisposeScope();
        int[] rows = [.. groups.Select(columns => columns.Sum(column => column.Width))];
        var drawn = empty(rows.Sum(), plan.Spec.Outputs).normal_(0, 1, context.Random.Members[member].CpuGenerator);
        var (own, start) = (context.Members == 1 ? weight.Values : weight.Values[member], 0);
        foreach (var (group, count) in plan.Groups.Zip(rows))
        {
            own.narrow(0, group.Start, count).copy_(drawn.narrow(0, start, count));
            start += count;
        }
    }
}
