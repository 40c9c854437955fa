namespace LearnML.Training.Datasets.Images;

/// <summary>The shapes of <see cref="Glyphs"/>, as signed distance functions in pixels: negative inside, positive outside.</summary>
internal static class GlyphShapes
{
    private const double HalfRoot2 = 0.70710678118654752;
    private const double HalfRoot3 = 0.86602540378443865;

    /// <summary>The names of the shapes. The class index is an index into this array.</summary>
    public static readonly string[] Names =
        ["disc", "ring", "square", "frame", "triangle", "diamond", "plus", "cross", "stripes", "crescent"];

    /// <summary>Returns the signed distance from a point to the edge of a shape that is centered at the origin.</summary>
    /// <param name="shape">The class index of the shape.</param>
    /// <param name="x">The horizontal coordinate, to the right.</param>
    /// <param name="y">The vertical coordinate, downwards.</param>
    /// <param name="size">About half the height of the shape.</param>
    /// <param name="stroke">Half the width of its lines.</param>
    public static double GetSignedDistance(int shape, double x, double y, double size, double stroke) => shape switch
    {
        0 => Disc(x, y, size),
        1 => Math.Abs(Disc(x, y, size - stroke)) - stroke,
        2 => Box(x, y, size, size),
        3 => Math.Abs(Box(x, y, size - stroke, size - stroke)) - stroke,
        4 => Math.Max(y - (size * 0.7), (HalfRoot3 * Math.Abs(x)) - (0.5 * y) - (size * 0.6)),
        5 => ((0.8 * Math.Abs(x)) + (0.6 * Math.Abs(y))) - (size * 0.7),
        6 => Plus(x, y, size, stroke),
        7 => Plus((x + y) * HalfRoot2, (x - y) * HalfRoot2, size, stroke),
        8 => Math.Max(Box(x, y, size, size), Math.Min(Math.Abs(y), Math.Abs(Math.Abs(y) - (size * 0.8))) - stroke),
        _ => Math.Max(Disc(x, y, size), -Disc(x - (size * 0.55), y, size * 0.85)),
    };

    private static double Disc(double x, double y, double radius) => Math.Sqrt((x * x) + (y * y)) - radius;

    private static double Box(double x, double y, double halfWidth, double halfHeight) =>
        Math.Max(Math.Abs(x) - halfWidth, Math.Abs(y) - halfHeight);

    private static double Plus(double x, double y, double size, double stroke) =>
        Math.Min(Box(x, y, size, stroke), Box(x, y, stroke, size));
}
