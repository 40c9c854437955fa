namespace LearnML.Api.Telemetry;

/// <summary>
/// Keeps a trace small, however many things happen: the first 64 are told each, then one of ever more, whose number grows by a
/// sixty-fourth of what has been. So 10,000 come to some 420, and 100,000 to 570.
/// </summary>
internal sealed class Thinning
{
    private const int Each = 64;

    private int seen;

    /// <summary>How many have happened since the last that was told.</summary>
    public int Untold { get; private set; }

    /// <summary>Whether this one is to be told; <see cref="Told"/> is called then.</summary>
    public bool Next()
    {
        seen++;
        Untold++;
        return Untold >= Math.Max(1, seen / Each);
    }

    /// <summary>All so far are told.</summary>
    public void Told() => Untold = 0;
}
