using LearnML.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Changes parameters by their gradients. TorchSharp's own optimizers make a scalar for each parameter of each step, which
/// the garbage collector must free, and know no members.
/// </summary>
internal abstract class Optimizer(IReadOnlyList<Parameter> parameters, int members) : IDisposable
{
    public static Optimizer Create(OptimizerSpec spec, IReadOnlyList<Parameter> parameters, int members) => spec.Kind switch
    {
        OptimizerKind.Sgd => new Sgd(spec, parameters, members),
        OptimizerKind.Adam => new Adam(spec, parameters, members),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null),
    };

    /// <summary>Changes the parameters of the first members; the others had no rows in the step. Call it in a dispose scope.</summary>
    public void Step(int active)
    {
        using var off = no_grad();
        BeginStep(active);
        for (var index = 0; index < parameters.Count; index++)
        {
            var parameter = parameters[index];
            var gradient = parameter.grad!;
            Change(index, active, active == members ? parameter : parameter.narrow(0, 0, active), active == members ? gradient : gradient.narrow(0, 0, active));
        }
    }

    public abstract void Dispose();

    /// <summary>What a step does once for all parameters.</summary>
    protected virtual void BeginStep(int active)
    {
    }

    /// <summary>Changes one parameter of the first members.</summary>
    protected abstract void Change(int index, int active, Tensor parameter, Tensor gradient);

    /// <summary>A state of the parameters, zero at first, of the first members.</summary>
    protected Tensor First(Tensor state, int active) => active == members ? state : state.narrow(0, 0, active);

    /// <summary>Zeros in the shape of each parameter.</summary>
    protected static Tensor[] Zeros(IReadOnlyList<Parameter> parameters)
    {
        using var off = no_grad();
        return [.. parameters.Select(parameter => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope())];
    }
}
