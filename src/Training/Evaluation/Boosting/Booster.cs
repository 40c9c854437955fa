using System.Runtime.InteropServices;
using LearnML.Training.Evaluation.Baselines;

namespace LearnML.Training.Evaluation.Boosting;

/// <summary>Trees in LightGBM's memory, together with the rows that they are fitted on.</summary>
internal sealed class Booster : SafeHandle
{
    private readonly BoostingSettings settings;
    private readonly BoostingDataset fitted;
    private readonly BoostingDataset? scored;

    /// <param name="fitted">The rows to fit trees on.</param>
    /// <param name="scored">Rows to score after each round; null for none.</param>
    /// <param name="settings">The settings.</param>
    public Booster(BoostingRows fitted, BoostingRows? scored, BoostingSettings settings)
        : base(0, ownsHandle: true)
    {
        this.settings = settings;
        this.fitted = new BoostingDataset(fitted, settings.Parameters);
        SetHandle(LightGbm.CreateBooster(this.fitted.Address, settings.Parameters));
        if (scored is not null)
        {
            this.scored = new BoostingDataset(scored, settings.Parameters, this.fitted);
            LightGbm.AddScoredRows(handle, this.scored.Address);
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Adds one round of trees. Returns false if no tree can be split any more.</summary>
    public bool AddRound() => LightGbm.Update(handle);

    /// <summary>Returns the mean loss of the scored rows.</summary>
    public double Score() => LightGbm.Evaluate(handle);

    /// <summary>Returns the sum of the trees for each row, [rows, trees of a round].</summary>
    public double[] Predict(InputColumns inputs)
    {
        var sums = new double[inputs.Rows * settings.TreesPerRound];
        LightGbm.Predict(handle, inputs.Values, inputs.Rows, inputs.Width, settings.Parameters, sums);
        return sums;
    }

    protected override bool ReleaseHandle() => LightGbm.FreeBooster(handle) == 0;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing); // before its datasets, which it reads
        if (disposing)
        {
            scored?.Dispose();
            fitted?.Dispose();
        }
    }
}
