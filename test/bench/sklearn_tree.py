"""sklearn_tree.py - our tree in scikit-learn, for the peers that judge a stream

Nothing is done that need not be: only the columns that the tree asks for are
parsed, and scikit-learn's tree is called below its checks of the input, which
cost more than the walk; or, as is usual, by way of them.
"""
import numpy
from sklearn.tree import DecisionTreeClassifier

from classify import Tree, planted


def usual(tree, n):
    """DecisionTreeClassifier.apply of that tree, which has n features."""
    classifier = DecisionTreeClassifier()
    classifier.tree_, classifier.n_features_in_ = tree, n
    return classifier.apply


class Peer:
    """A tree, the matrix that it reads, and where its columns come from."""

    def __init__(self, path, many, checks=False):
        tree = Tree(path)
        planted_tree, features, before = planted(tree)
        self.apply = usual(planted_tree, len(features)) if checks else \
            planted_tree.apply
        self.before = [v and v.encode() for v in before]
        self.x = numpy.empty((many, len(features)), numpy.float32)
        self.row = self.x[:1]
        self.texts = [v for _, v in features]
        self.columns = [(tree.number[c], v and {s.encode() for s in v})
                        for c, v in features]

    def one(self, fields):
        """What stands before the alert of a row, or None."""
        self.row[0] = [float(fields[c]) if values is None else
                       fields[c] not in values for c, values in self.columns]
        return self.before[self.apply(self.row)[0]]

    def batch(self, frame):
        """The same of all rows of a frame."""
        n = len(frame)
        for i, (c, values) in enumerate(self.columns):
            self.x[:n, i] = frame[c] if values is None else \
                ~frame[c].isin(self.texts[i])
        return [self.before[leaf] for leaf in
                self.apply(self.x[:n]).tolist()]


def types_of(peers):
    """The columns that the trees ask for, as pandas is to read them."""
    return {c: "str" if values else "float32"
            for peer in peers for c, values in peer.columns}
