const { buy, confirm, PayError } = require('../../pay.js');
const { texts } = require('../../texts.js');

const text = texts(wx.getAppBaseInfo().language);

Page({
  data: { text, label: text.pay, running: false, note: '', mood: '' },

  /** Number of an order that may have been paid; while it is set the button asks instead of paying. */
  order: '',

  onLoad() {
    wx.setNavigationBarTitle({ title: text.title });
  },

  async pay() {
    if (this.data.running) return; // a second tap can arrive before the button is drawn as disabled
    this.setData({ running: true, note: text.working, mood: '' });
    const { base } = getApp().globalData;
    try {
      await (this.order ? confirm(base, this.order) : buy(base, 'tea'));
      this.order = '';
      this.setData({ note: text.paid, mood: 'good', label: text.again });
      wx.showToast({ title: text.paid, icon: 'success' });
    } catch (error) {
      const problem = error instanceof PayError ? error : new PayError('fail', String(error));
      this.order = problem.order;
      this.setData({ note: explain(problem), mood: 'bad', label: this.order ? text.check : text.pay });
    } finally {
      this.setData({ running: false });
    }
  },
});

/**
 * @param {InstanceType<typeof PayError>} problem
 * @returns {string}
 */
function explain({ reason, detail, order }) {
  return [text[reason], order && text.keep, detail && `(${detail})`].filter(Boolean).join(' ');
}
