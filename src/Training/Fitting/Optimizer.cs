using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Changes a stack's parameters by their gradients. TorchSharp's own optimizers make a scalar for each parameter of each
/// step, which the garbage collector must free, and know no members.
/// </summary>
internal abstract class Optimizer(StackParameters parameters) : IDisposable
{
    public static Optimizer Create(OptimizerSpec spec, Stack stack) => spec.Kind switch
    {
        OptimizerKind.Sgd => new Sgd(spec, stack),
        OptimizerKind.Adam => new Adam(spec, stack),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null),
    };

    /// <summary>Changes the parameters of the first members; the others had no rows in the step. Call it in a dispose scope.</summary>
    public void Step(int active)
    {
        using var off = no_grad();
        BeginStep(active);
        foreach (var cut in parameters.Cuts(active, MembersAreAlike(active)))
        {
            for (var block = 0; block < parameters.Blocks.Count; block++)
            {
                Change(block, cut, cut(parameters.Blocks[block]), cut(parameters.Gradient(block)));
            }
        }
    }

    public abstract void Dispose();

    /// <summary>What a step does once for all parameters.</summary>
    protected virtual void BeginStep(int active)
    {
    }

    /// <summary>Whether the first members are changed by the same numbers.</summary>
    protected virtual bool MembersAreAlike(int active) => true;

    /// <summary>Changes a block, or what is cut from it.</summary>
    /// <param name="block">Which block.</param>
    /// <param name="cut">Cuts the same from what lies beside the block.</param>
    /// <param name="values">The values to change.</param>
    /// <param name="gradient">Their gradient.</param>
    protected abstract void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient);

    /// <summary>Zeros beside every block.</summary>
    protected Tensor[] Zeros()
    {
        using var off = no_grad();
        return [.. parameters.Blocks.Select(block => zeros_like(block, requires_grad: false).DetachFromDisposeScope())];
    }
}
