namespace LearnML.Contracts;

/// <summary>How the values of a search's trials are chosen.</summary>
public enum SearchAlgorithm
{
    /// <summary>Each value is drawn at random, by itself.</summary>
    Random,

    /// <summary>Every combination of the listed values is a trial.</summary>
    Grid,
}
