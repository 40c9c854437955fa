using System.Runtime.InteropServices;

namespace LearnML.Training.Evaluation.Boosting;

/// <summary>Rows in LightGBM's memory. Every input is divided into bins, between which trees split.</summary>
internal sealed class BoostingDataset : SafeHandle
{
    /// <param name="rows">The rows.</param>
    /// <param name="parameters">LightGBM's parameters.</param>
    /// <param name="reference">The dataset that trees are fitted on, whose bins this one shares; null for bins of its own.</param>
    public BoostingDataset(BoostingRows rows, string parameters, BoostingDataset? reference = null)
        : base(0, ownsHandle: true)
    {
        SetHandle(LightGbm.CreateDataset(rows.Inputs.Values, rows.Inputs.Rows, rows.Inputs.Width, parameters, reference?.Address ?? 0));
        LightGbm.SetField(handle, "label", rows.Labels);
        if (rows.Weights.Length > 0)
        {
            LightGbm.SetField(handle, "weight", rows.Weights);
        }
    }

    /// <summary>The address of the dataset. Use it only until the dataset is disposed.</summary>
    public nint Address => handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LightGbm.FreeDataset(handle) == 0;
}
