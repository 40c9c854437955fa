namespace LearnML.Contracts;

/// <summary>How the trials of a search would be trained.</summary>
/// <param name="Trials">The number of trials.</param>
/// <param name="Shapes">
/// The number of groups of trials with the same layers, batch size and kind of optimizer. Only trials of a group can train in lockstep.
/// </param>
/// <param name="Stacks">
/// The number of stacks of trials that train in lockstep. Trials with large networks train alone, because that is faster. With halving, this is the
/// number for the first rung. On a GPU with little memory there may be more.
/// </param>
public sealed record SearchPreview(int Trials, int Shapes, int Stacks);
